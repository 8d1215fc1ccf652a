package demo

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"time"

	"roster/models"
)

// person makes up somebody. It is asked for in order, since usernames depend on those before.
func (d *directory) person(person int) models.User {
	dice := d.dice(forPerson, person)
	created := d.arrived(person)
	staff := d.isStaff(person)
	u := models.User{
		ID:        id(person),
		InviterID: d.invited.inviter(person),
		UserType:  "registered",
		IsStaff:   staff,
		IsAdmin:   person < founderAdmins,
		IsAuditor: staff && odds(dice, 0.02),
		CreatedAt: created,
	}
	persian := odds(dice, 0.6)
	first, last := d.identify(&u, dice, persian)
	u.Username = d.names.next(dice, first.ascii, last.ascii)
	u.IsActive = staff && person < founders || odds(dice, 0.93)
	d.reach(&u, dice, person)
	d.visits(&u, dice)
	d.details(&u, dice, persian)
	switch {
	case staff && odds(dice, 0.3):
		u.ExternalAccount, u.LDAPDN = "ldap", "uid="+u.Username+",ou=people,dc=roster,dc=example"
	case odds(dice, 0.04):
		u.ExternalAccount = "social"
	case staff && odds(dice, 0.1):
		u.ExternalAccount = "enterprise"
	}
	if !staff {
		if odds(dice, 0.05) {
			guest(&u)
		}
		if odds(dice, 0.003) {
			anonymize(&u)
		}
	}
	return u
}

// identify gives a name and a gender.
func (d *directory) identify(u *models.User, dice *rand.Rand, persian bool) (first, last name) {
	woman := odds(dice, 0.47)
	u.Gender = "male"
	if woman {
		u.Gender = "female"
	}
	switch {
	case persian && woman:
		first, last = skewed(dice, persianWomen), skewed(dice, persianLast)
	case persian:
		first, last = skewed(dice, persianMen), skewed(dice, persianLast)
	case woman:
		first, last = skewed(dice, latinWomen), skewed(dice, latinLast)
	default:
		first, last = skewed(dice, latinMen), skewed(dice, latinLast)
	}
	u.FirstName, u.LastName = first.text, last.text
	if persian {
		u.FirstName, u.LastName = spelt(dice, first.text), spelt(dice, last.text)
	}
	switch share := dice.Float64(); {
	case share < 0.06:
		u.Gender = ""
	case share < 0.07:
		u.Gender = "other"
	case share < 0.075:
		u.Gender = "non-binary"
	}
	return first, last
}

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

// visits says when somebody was last here, and when their data last changed.
func (d *directory) visits(u *models.User, dice *rand.Rand) {
	back := dice.Float64()
	if odds(dice, 0.88) {
		u.LastLogin = between(u.CreatedAt, today, 1-back*back*back)
	}
	u.UpdatedAt = d.since(dice, u.CreatedAt)
	u.ProfileCompleted = odds(dice, 0.8)
}

var (
	languages = []string{"en", "en", "tr", "de", "ar", "fr"}
	clients   = []string{"android", "web", "ios", "pwa", "pos"}
	towns     = []struct{ en, fa string }{{"Tehran", "تهران"}, {"Mashhad", "مشهد"}, {"Isfahan", "اصفهان"}, {"Shiraz", "شیراز"},
		{"Tabriz", "تبریز"}, {"Karaj", "کرج"}, {"Qom", "قم"}, {"Ahvaz", "اهواز"}, {"Rasht", "رشت"}, {"Kerman", "کرمان"}}
)

// details gives what only some clients ask for.
func (d *directory) details(u *models.User, dice *rand.Rand, persian bool) {
	if odds(dice, 0.75) {
		age := 16 + 55*dice.Float64()*dice.Float64()
		u.DateOfBirth = u.CreatedAt.AddDate(0, 0, -int(age*365.25)).Truncate(24 * time.Hour)
	}
	switch {
	case odds(dice, 0.1):
	case persian:
		u.LanguageCode = "fa"
	default:
		u.LanguageCode = one(dice, languages)
	}
	if odds(dice, 0.85) {
		u.Attributes = json.RawMessage(`{"logged_ip":"` + one(dice, []string{"192.0.2.", "198.51.100.", "203.0.113."}) +
			strconv.Itoa(1+dice.IntN(254)) + `","register_client_type":"` + skewed(dice, clients) + `"}`)
	}
	if odds(dice, 0.25) {
		town := skewed(dice, towns)
		u.AttributesKwargs = json.RawMessage(`{"city":"` + town.en + `"}`)
		u.LocalizedAttributes = json.RawMessage(`{"fa":{"city":"` + town.fa + `"}}`)
	}
	if odds(dice, 0.2) {
		u.InviteCode = inviteCode(d.seed, int(u.ID))
	}
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

// guest takes from somebody what a guest was not asked for.
func guest(u *models.User) {
	u.UserType, u.ProfileCompleted, u.EmailVerified = "guest", false, false
	u.DateOfBirth, u.InviteCode = time.Time{}, ""
}

// anonymize leaves of somebody only that they were there.
func anonymize(u *models.User) {
	*u = models.User{ID: u.ID, Username: fmt.Sprintf("anonymized-%d", u.ID), UserType: u.UserType, InviterID: u.InviterID,
		IsAnonymized: true, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt}
}
