package users

import (
	"context"

	"roster/models"
	"roster/views/dialect"
	"roster/views/layout"
)

// Hamgam is a user as GET /api/users/:id documents it (document 001, in the order of its example).
func Hamgam(ctx context.Context, u *models.User) any { return hamgamOf(ctx, u) }

// HamgamList is one page of users as GET /api/users/ gives it: each as GET /api/users/:id does.
func HamgamList(ctx context.Context, p models.UserPage) any {
	f := layout.From(ctx)
	return dialect.StretchOf(each(p.Users, func(u *models.User) hamgam { return hamgamOf(ctx, u) }), p.Total, p.Query.Limit, p.Query.Offset, f.Origin+f.Path)
}

func hamgamOf(ctx context.Context, u *models.User) hamgam {
	return hamgam{
		ID:                 u.ID,
		Username:           u.Username,
		MobileNumber:       dialect.Text(u.MobileNumber),
		Email:              dialect.Text(u.Email),
		IsEmailVerified:    u.EmailVerified,
		Avatar:             dialect.URL(layout.From(ctx).Origin, u.Avatar),
		FirstName:          dialect.Text(u.FirstName),
		LastName:           dialect.Text(u.LastName),
		FullName:           dialect.Text(u.FullName()),
		Gender:             dialect.Text(u.Gender),
		InvitedBy:          inviter(u),
		InviteCode:         dialect.Text(u.InviteCode),
		InviteesCount:      u.InviteesCount,
		IsActive:           u.IsActive,
		IsStaff:            u.IsStaff,
		IsAdmin:            u.IsAdmin,
		IsOnline:           u.IsOnline,
		IsProfileCompleted: u.ProfileCompleted,
		LastLogin:          dialect.Time(u.LastLogin),
		CreatedAt:          dialect.Time(u.CreatedAt),
		UpdatedAt:          dialect.Time(u.UpdatedAt),
		Invitees:           each(u.Invitees, personOf),
		GroupsData:         each(u.Groups, func(g models.Group) group { return group{g.ID, g.Name} }),
		PermissionsData:    each(u.Permissions, func(p models.Permission) permission { return permission{p.ID, p.Code, p.Name} }),
	}
}

type hamgam struct {
	ID                 int64        `json:"id"`
	Username           string       `json:"username"`
	MobileNumber       *string      `json:"mobile_number"`
	Email              *string      `json:"email"`
	IsEmailVerified    bool         `json:"is_email_verified"`
	Avatar             *string      `json:"avatar"`
	FirstName          *string      `json:"first_name"`
	LastName           *string      `json:"last_name"`
	FullName           *string      `json:"full_name"`
	Gender             *string      `json:"gender"`
	InvitedBy          *person      `json:"invited_by"`
	InviteCode         *string      `json:"invite_code"`
	InviteesCount      int64        `json:"invitees_count"`
	IsActive           bool         `json:"is_active"`
	IsStaff            bool         `json:"is_staff"`
	IsAdmin            bool         `json:"is_admin"`
	IsOnline           bool         `json:"is_online"`
	IsProfileCompleted bool         `json:"is_profile_completed"`
	LastLogin          *string      `json:"last_login"`
	CreatedAt          *string      `json:"created_at"`
	UpdatedAt          *string      `json:"updated_at"`
	Invitees           []person     `json:"invitees"`
	GroupsData         []group      `json:"groups_data"`
	PermissionsData    []permission `json:"permissions_data"`
}

type person struct {
	ID       int64   `json:"id"`
	Username string  `json:"username"`
	FullName *string `json:"full_name"`
}

type group struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

type permission struct {
	ID   int64  `json:"id"`
	Code int    `json:"code"`
	Name string `json:"name"`
}

// InviteCode is the code by which somebody invites others.
type InviteCode string

// HamgamInviteCode is an invite code as POST /api/users/:id/invite_code gives it.
func HamgamInviteCode(_ context.Context, code InviteCode) any {
	return struct {
		InviteCode InviteCode `json:"invite_code"`
	}{code}
}

// HamgamMe is the caller as GET /api/users/me documents them (document 004). Groups are ids there.
func HamgamMe(ctx context.Context, u *models.User) any {
	return hamgamMe{
		ID:           u.ID,
		Username:     u.Username,
		MobileNumber: dialect.Text(u.MobileNumber),
		Email:        dialect.Text(u.Email),
		Avatar:       dialect.URL(layout.From(ctx).Origin, u.Avatar),
		FirstName:    dialect.Text(u.FirstName),
		LastName:     dialect.Text(u.LastName),
		FullName:     dialect.Text(u.FullName()),
		Gender:       dialect.Text(u.Gender),
		Groups:       each(u.Groups, func(g models.Group) int64 { return g.ID }),
		LastLogin:    dialect.Time(u.LastLogin),
		CreatedAt:    dialect.Time(u.CreatedAt),
	}
}

type hamgamMe struct {
	ID           int64   `json:"id"`
	Username     string  `json:"username"`
	MobileNumber *string `json:"mobile_number"`
	Email        *string `json:"email"`
	Avatar       *string `json:"avatar"`
	FirstName    *string `json:"first_name"`
	LastName     *string `json:"last_name"`
	FullName     *string `json:"full_name"`
	Gender       *string `json:"gender"`
	Groups       []int64 `json:"groups"`
	LastLogin    *string `json:"last_login"`
	CreatedAt    *string `json:"created_at"`
}

func personOf(p models.Person) person {
	return person{p.ID, p.Username, dialect.Text(p.FullName())}
}

func inviter(u *models.User) *person {
	if u.Inviter == nil {
		return nil
	}
	p := personOf(*u.Inviter)
	return &p
}

// each turns a list into the list that stands for it, never null.
func each[T, U any](list []T, turn func(T) U) []U {
	turned := make([]U, len(list))
	for i, v := range list {
		turned[i] = turn(v)
	}
	return turned
}
