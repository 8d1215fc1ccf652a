package users

import (
	"context"
	"encoding/json"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

// Akinon is a user as GET /users/{id}/ documents it (document 002, in the order of its response).
func Akinon(ctx context.Context, u *models.User) any { return akinonOf(ctx, u) }

// AkinonProfile is Akinon for a person's page.
func AkinonProfile(ctx context.Context, p *Profile) any { return Akinon(ctx, p.User) }

// AkinonList is one page of users as GET /users/ documents it (document 002).
func AkinonList(ctx context.Context, p *Listing) any {
	f := layout.From(ctx)
	return dialect.PageOf(each(p.Users, func(u *models.User) akinon { return akinonOf(ctx, u) }),
		p.Total, p.Query.Page, p.Pages(), f.Origin+f.Path)
}

func akinonOf(ctx context.Context, u *models.User) akinon {
	return akinon{
		Attributes:                u.Attributes,
		AttributesKwargs:          u.AttributesKwargs,
		Avatar:                    dialect.URL(layout.From(ctx).Origin, u.Avatar),
		CallAllowed:               u.CallAllowed,
		DateJoined:                dialect.Time(u.CreatedAt),
		DateOfBirth:               dialect.Date(u.DateOfBirth),
		Email:                     dialect.Text(u.Email),
		EmailAllowed:              u.EmailAllowed,
		FirstName:                 dialect.Text(u.FirstName),
		Gender:                    akinonGender(u.Gender),
		Groups:                    each(u.Groups, func(g models.Group) int64 { return g.ID }),
		ID:                        u.ID,
		IsActive:                  u.IsActive,
		IsAnonymized:              u.IsAnonymized,
		IsStaff:                   u.IsStaff,
		IsSuperuser:               u.IsAdmin,
		LanguageCode:              dialect.Text(u.LanguageCode),
		LastLogin:                 dialect.Time(u.LastLogin),
		LastName:                  dialect.Text(u.LastName),
		LocalizedAttributes:       u.LocalizedAttributes,
		LocalizedAttributesKwargs: u.LocalizedAttributesKwargs,
		ModifiedDate:              dialect.Time(u.UpdatedAt),
		Phone:                     dialect.Text(u.MobileNumber),
		PK:                        u.ID,
		SMSAllowed:                u.SMSAllowed,
		UserPermissions:           each(u.Permissions, func(p models.Permission) int64 { return p.ID }),
		UserType:                  u.UserType,
		Username:                  u.Username,
	}
}

type akinon struct {
	Attributes                json.RawMessage `json:"attributes"`
	AttributesKwargs          json.RawMessage `json:"attributes_kwargs"`
	Avatar                    *string         `json:"avatar"`
	CallAllowed               bool            `json:"call_allowed"`
	DateJoined                *string         `json:"date_joined"`
	DateOfBirth               *string         `json:"date_of_birth"`
	Email                     *string         `json:"email"`
	EmailAllowed              bool            `json:"email_allowed"`
	FirstName                 *string         `json:"first_name"`
	Gender                    *string         `json:"gender"`
	Groups                    []int64         `json:"groups"`
	ID                        int64           `json:"id"`
	IsActive                  bool            `json:"is_active"`
	IsAnonymized              bool            `json:"is_anonymized"`
	IsStaff                   bool            `json:"is_staff"`
	IsSuperuser               bool            `json:"is_superuser"`
	LanguageCode              *string         `json:"language_code"`
	LastLogin                 *string         `json:"last_login"`
	LastName                  *string         `json:"last_name"`
	LocalizedAttributes       json.RawMessage `json:"localized_attributes"`
	LocalizedAttributesKwargs json.RawMessage `json:"localized_attributes_kwargs"`
	ModifiedDate              *string         `json:"modified_date"`
	Phone                     *string         `json:"phone"`
	PK                        int64           `json:"pk"`
	SMSAllowed                bool            `json:"sms_allowed"`
	UserPermissions           []int64         `json:"user_permissions"`
	UserType                  string          `json:"user_type"`
	Username                  string          `json:"username"`
}

// akinonGender is a gender that this API can say: it knows male and female.
func akinonGender(gender string) *string {
	if gender == "male" || gender == "female" {
		return &gender
	}
	return nil
}
