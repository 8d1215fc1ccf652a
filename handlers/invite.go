package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"roster/models"
	"roster/views/invitations"
	"roster/views/layout"
	"roster/web"
)

// newInvitation is the form that invites, under oneself or whom the address names.
func (h handler) newInvitation(r *http.Request) (*invitations.Form, error) {
	inviter := asInviter(layout.From(r.Context()).Viewer)
	if text := web.Param(r, "inviter"); text != "" {
		inviter = text
	}
	return h.invitationForm(r, invitations.Form{Inviter: inviter, Quota: "1", Days: strconv.Itoa(models.UsualDays)})
}

// asInviter is how a form names somebody: by the username, unless that reads as an id.
func asInviter(who *models.Viewer) string {
	if strings.Trim(who.Username, "0123456789") == "" {
		return strconv.FormatInt(who.ID, 10)
	}
	return who.Username
}

// invitationForm gives a form what it offers.
func (h handler) invitationForm(r *http.Request, f invitations.Form) (_ *invitations.Form, err error) {
	f.Mails = h.site.Mail != nil
	f.Groups, err = h.store.GroupsWithin(r.Context(), layout.From(r.Context()).Viewer)
	return &f, err
}

// invite makes an invitation, sends it where it goes to an address, and tells of it.
//
// The link is in the page that answers the form, and nowhere else: a redirect to a page that shows it would need it kept
// meanwhile, in an address or in the session, where others may read it.
func (h handler) invite(w http.ResponseWriter, r *http.Request) {
	if err := web.ReadForm(r); err != nil {
		web.Fail(w, r, err)
		return
	}
	given := func(name, otherwise string) string {
		if text := strings.TrimSpace(r.PostForm.Get(name)); text != "" {
			return text
		}
		return otherwise
	}
	who := layout.From(r.Context()).Viewer
	f := invitations.Form{Inviter: given("inviter", asInviter(who)), Email: given("email", ""), Group: given("group", ""),
		Quota: given("quota", "1"), Days: given("days", strconv.Itoa(models.UsualDays))}
	n, err := h.wanted(r.Context(), f)
	var told *invitations.Told
	if err == nil {
		told, err = h.made(r, "made", func() (*models.Invitation, string, error) { return h.store.Invite(r.Context(), who, n) })
	}
	if err != nil {
		h.failInvite(w, r, f, err)
		return
	}
	web.Answer(w, r, http.StatusCreated, told, invitationView)
}

// wanted reads a form. What cannot be read of it is in Invalid.
func (h handler) wanted(ctx context.Context, f invitations.Form) (n models.NewInvitation, err error) {
	n.Email = f.Email
	faults := models.Invalid{}
	for name, text := range map[string]string{"inviter": f.Inviter, "email": f.Email, "group": f.Group} {
		if detail := web.BadText(text); detail != "" {
			faults[name] = []string{detail}
		}
	}
	number := func(name, text string) int {
		value, err := strconv.Atoi(text)
		if err != nil {
			faults[name] = []string{"A valid integer is required."}
		}
		return value
	}
	n.Quota, n.Days = number("quota", f.Quota), number("days", f.Days)
	if f.Group != "" {
		n.GroupID = int64(number("group", f.Group))
	}
	if len(faults) > 0 {
		return n, faults
	}
	if n.InviterID, err = strconv.ParseInt(f.Inviter, 10, 64); err == nil {
		return n, nil
	}
	n.InviterID, err = h.store.IDOf(ctx, f.Inviter)
	if errors.Is(err, models.ErrNotFound) {
		err = models.Invalid{"inviter": {"There is nobody with this username."}}
	}
	return n, err
}

// failInvite shows the form again, with what is wrong beside what was typed.
func (h handler) failInvite(w http.ResponseWriter, r *http.Request, f invitations.Form, err error) {
	faults := invalid(err)
	if faults != nil {
		err = &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}
	}
	web.FailForm(w, r, err, func(string) templ.Component {
		form, _ := h.invitationForm(r, f) // without the groups it is still the form
		form.Errors = faults
		return invitations.New(form)
	})
}

// resend gives an invitation another link, and tells of it as invite does.
func (h handler) resend(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	var told *invitations.Told
	if err == nil {
		told, err = h.made(r, "resent", func() (*models.Invitation, string, error) {
			return h.store.Resend(r.Context(), layout.From(r.Context()).Viewer, id)
		})
	}
	if err != nil {
		h.failChange(w, r, id, err)
		return
	}
	web.Answer(w, r, http.StatusOK, told, invitationView)
}

// revoke takes an invitation back, and leads to its page.
func (h handler) revoke(w http.ResponseWriter, r *http.Request) {
	id, err := web.ID(r)
	if err == nil {
		err = h.store.Revoke(r.Context(), layout.From(r.Context()).Viewer, id)
	}
	if err != nil {
		h.failChange(w, r, id, err)
		return
	}
	http.Redirect(w, r, "/invitations/"+strconv.FormatInt(id, 10)+"/", http.StatusSeeOther)
}

// failChange shows an invitation with what could not be done about it.
func (h handler) failChange(w http.ResponseWriter, r *http.Request, id int64, err error) {
	faults := invalid(err)
	if faults == nil {
		web.Fail(w, r, err)
		return
	}
	told, missing := h.invitation(r)
	if missing != nil {
		web.Fail(w, r, missing)
		return
	}
	for _, name := range []string{"invitation", "inviter", "email", "group"} {
		told.Fault = strings.TrimSpace(told.Fault + " " + strings.Join(faults[name], " "))
	}
	web.FailForm(w, r, &web.Error{Status: http.StatusUnprocessableEntity, Fields: faults, Err: err}, func(string) templ.Component {
		return invitations.Show(told)
	})
}

// made does what makes a link, and has it delivered. What is done by then stays, also when the client has hung up.
func (h handler) made(r *http.Request, done string, do func() (*models.Invitation, string, error)) (*invitations.Told, error) {
	i, secret, err := do()
	if err != nil {
		return nil, err
	}
	ctx := context.WithoutCancel(r.Context())
	link := h.site.Origin + "/join/" + secret
	sent := h.send(ctx, i, secret, link)
	told, err := h.tell(ctx, i)
	if err != nil {
		slog.WarnContext(ctx, "it is not known whether an inviter is frozen", "request", layout.From(ctx).RequestID, "error", err)
	}
	told.Done = done
	if !sent {
		told.Link = link
	}
	return told, nil
}

// send mails a link, notes what came of it, and says whether the link is on its way. One that is not is passed on by hand.
func (h handler) send(ctx context.Context, i *models.Invitation, secret, link string) bool {
	if i.Email == "" || h.site.Mail == nil {
		return false
	}
	subject, text := invitations.Letter(i, link)
	failure := ""
	if err := h.site.Mail.Send(ctx, i.Email, subject, text); err != nil {
		slog.WarnContext(ctx, "an invitation was not sent", "request", layout.From(ctx).RequestID, "invitation", i.ID, "error", err)
		failure = reason(err)
	}
	i.SendError = failure
	if err := h.store.NoteSending(ctx, i.ID, secret, failure); err != nil {
		slog.WarnContext(ctx, "the sending of an invitation was not noted", "request", layout.From(ctx).RequestID, "invitation", i.ID, "error", err)
		return failure == ""
	}
	if again, err := h.store.Invitation(ctx, i.ID); err == nil {
		*i = *again
	}
	return failure == ""
}

// reason is why a letter was not sent, on one line of a page.
func reason(err error) string {
	text := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "")), " "))
	return string(text[:min(len(text), 300)])
}
