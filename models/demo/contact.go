package demo

import (
	"fmt"
	"math/bits"
	"math/rand/v2"

	"roster/models"
)

// domains are of nobody: the names are reserved for examples, so no mail sent from a demo reaches anybody.
var domains = []string{"mail.example", "example.com", "chapar.example", "example.org", "post.example", "example.net"}

// reach gives e-mail and telephone, and what may be sent there.
func (d *directory) reach(u *models.User, dice *rand.Rand, person int) {
	if odds(dice, 0.9) {
		u.Email = u.Username + "@" + skewed(dice, domains)
		u.EmailVerified = odds(dice, 0.78) // seven in ten of all people
	}
	switch share := dice.Float64(); {
	case share < 0.80:
		u.MobileNumber = iranianMobile(d.seed, person)
	case share < 0.88:
		u.MobileNumber = foreignMobile(dice, d.seed, person)
	}
	u.EmailAllowed = u.Email != "" && odds(dice, 0.55)
	u.SMSAllowed = u.MobileNumber != "" && odds(dice, 0.45)
	u.CallAllowed = u.MobileNumber != "" && odds(dice, 0.2)
}

// operators are the beginnings of Iranian mobile numbers. Seven digits follow.
var operators = []string{
	"0910", "0911", "0912", "0913", "0914", "0915", "0916", "0917", "0918", "0919", "0930", "0933", "0935", "0936", "0937",
	"0938", "0939", "0901", "0902", "0903", "0905", "0920", "0921", "0922", "0990", "0991", "0992", "0993", "0994", "0941",
}

// iranianMobile is a different number for each person.
func iranianMobile(seed uint64, person int) string {
	n := scramble(seed, person, 179_424_673, uint64(len(operators))*10_000_000)
	number := operators[n/10_000_000] + fmt.Sprintf("%07d", n%10_000_000)
	for _, p := range documentPeople {
		if p.MobileNumber == number {
			return ""
		}
	}
	return number
}

// foreignMobile is too, since no beginning of a number is one of another.
func foreignMobile(dice *rand.Rand, seed uint64, person int) string {
	n := fmt.Sprintf("%08d", scramble(seed, person, 15_485_863, 100_000_000))
	switch dice.IntN(5) {
	case 0:
		return "+90 53" + n[:1] + " " + n[1:4] + " " + n[4:6] + " " + n[6:]
	case 1:
		return "+49 151 " + n
	case 2:
		return "+44 77" + n[:2] + " " + n[2:5] + n[5:]
	case 3:
		return "+93 7" + n[:1] + " " + n[1:4] + " " + n[4:]
	default:
		return "+39 34" + n[:1] + " " + n[1:]
	}
}

// scramble maps people to numbers below size, no two to the same, in no plain order. The factor is a prime that does
// not divide size.
func scramble(seed uint64, person int, factor, size uint64) uint64 {
	hi, lo := bits.Mul64(uint64(person), factor)
	return (bits.Rem64(hi, lo, size) + seed%size) % size
}

// inviteCode is seven letters, different for each person.
func inviteCode(seed uint64, person int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	n := scramble(seed, person, 608_981_813_029, 1_028_071_702_528) // 52 to the seventh
	code := make([]byte, 7)
	for i := range code {
		code[i] = letters[n%52]
		n /= 52
	}
	return string(code)
}
