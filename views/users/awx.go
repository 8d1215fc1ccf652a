package users

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

// AWX is a user as GET /api/v2/users/{id}/ answers in AWX 24.6.1: the fields of document 003 in the order they have on
// the wire, and named_url and password, which its clients need.
func AWX(ctx context.Context, u *models.User) any {
	self := fmt.Sprintf("/api/v2/users/%d/", u.ID)
	viewer := layout.From(ctx).Viewer
	isSelf := viewer != nil && viewer.ID == u.ID
	isSuperuser := viewer != nil && viewer.IsAdmin
	a := awx{
		ID:   u.ID,
		Type: "user",
		URL:  self,
		Related: awxRelated{
			NamedURL:             "/api/v2/users/" + awxName(u.Username) + "/",
			Teams:                self + "teams/",
			Organizations:        self + "organizations/",
			AdminOfOrganizations: self + "admin_of_organizations/",
			Projects:             self + "projects/",
			Credentials:          self + "credentials/",
			Roles:                self + "roles/",
			ActivityStream:       self + "activity_stream/",
			AccessList:           self + "access_list/",
			Tokens:               self + "tokens/",
			AuthorizedTokens:     self + "authorized_tokens/",
			PersonalTokens:       self + "personal_tokens/",
		},
		Created:         dialect.LongTime(u.CreatedAt),
		Modified:        dialect.LongTime(u.LastLogin), // AWX has no time of change for users: it gives the last login
		Username:        u.Username,
		FirstName:       u.FirstName,
		LastName:        u.LastName,
		Email:           u.Email,
		IsSuperuser:     u.IsAdmin,
		IsSystemAuditor: u.IsAuditor,
		LDAPDN:          u.LDAPDN,
		LastLogin:       dialect.LongTime(u.LastLogin),
		ExternalAccount: dialect.Text(u.ExternalAccount),
		Auth:            []string{},
	}
	// What the caller may do with this user: superusers everything but delete themselves, others edit themselves.
	a.SummaryFields.UserCapabilities.Edit = isSuperuser || isSelf
	a.SummaryFields.UserCapabilities.Delete = isSuperuser && !isSelf
	if u.ExternalAccount == "" {
		a.Password = "$encrypted$"
	}
	return a
}

type awx struct {
	ID            int64      `json:"id"`
	Type          string     `json:"type"`
	URL           string     `json:"url"`
	Related       awxRelated `json:"related"`
	SummaryFields struct {
		UserCapabilities struct {
			Edit   bool `json:"edit"`
			Delete bool `json:"delete"`
		} `json:"user_capabilities"`
	} `json:"summary_fields"`
	Created         *string  `json:"created"`
	Modified        *string  `json:"modified"`
	Username        string   `json:"username"`
	FirstName       string   `json:"first_name"`
	LastName        string   `json:"last_name"`
	Email           string   `json:"email"`
	IsSuperuser     bool     `json:"is_superuser"`
	IsSystemAuditor bool     `json:"is_system_auditor"`
	Password        string   `json:"password,omitempty"` // absent when another service keeps the account
	LDAPDN          string   `json:"ldap_dn"`
	LastLogin       *string  `json:"last_login"`
	ExternalAccount *string  `json:"external_account"`
	Auth            []string `json:"auth"`
}

type awxRelated struct {
	NamedURL             string `json:"named_url"`
	Teams                string `json:"teams"`
	Organizations        string `json:"organizations"`
	AdminOfOrganizations string `json:"admin_of_organizations"`
	Projects             string `json:"projects"`
	Credentials          string `json:"credentials"`
	Roles                string `json:"roles"`
	ActivityStream       string `json:"activity_stream"`
	AccessList           string `json:"access_list"`
	Tokens               string `json:"tokens"`
	AuthorizedTokens     string `json:"authorized_tokens"`
	PersonalTokens       string `json:"personal_tokens"`
}

// awxName spells a username in a named URL: reserved characters in percent form, + in brackets (AWX, named URLs).
func awxName(username string) string {
	return strings.ReplaceAll(url.QueryEscape(username), "%2B", "[+]")
}
