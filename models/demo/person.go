package demo

import (
	"encoding/json"
	"fmt"
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
