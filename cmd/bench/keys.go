package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"roster/models"
)

// clerk is the admin in whose name is asked.
const clerk = "bench"

// keys open roster: the clerk's password and token, and tokens of some of the staff.
type keys struct {
	password string
	token    string
	staff    []string
}

// makeKeys makes them anew for each run: a password is not kept, and a token is shown once.
func makeKeys(ctx context.Context, d *directory) (k keys, err error) {
	k.password = rand.Text()
	id, err := d.store.IDOf(ctx, clerk)
	switch {
	case errors.Is(err, models.ErrNotFound):
		id, err = d.store.CreateStaff(ctx, clerk, k.password, true)
	case err == nil:
		err = d.store.SetPassword(ctx, id, k.password)
	}
	if err != nil {
		return k, err
	}
	if k.token, err = d.store.NewToken(ctx, id, clerk); err != nil {
		return k, err
	}
	draw := d.draw()
	staff := list[int64](draw, "select id from users where is_active and (is_staff or is_admin) order by id")
	if draw.err != nil {
		return k, draw.err
	}
	for _, id := range staff[:min(50, len(staff))] {
		token, err := d.store.NewToken(ctx, id, clerk)
		if err != nil {
			return k, err
		}
		k.staff = append(k.staff, token)
	}
	return k, nil
}

// dropKeys leaves the directory as it was, but for the clerk and the audit.
func dropKeys(ctx context.Context, d *directory) error {
	_, err := d.pool.Exec(ctx, `with ended as (delete from sessions where user_id = (select id from users where username = $1))
		delete from tokens where name = $1`, clerk)
	return err
}

// signIn gives the cookie of a new session. Sessions end by themselves, so each case begins one.
func (k keys) signIn(origin string) (cookie string, err error) {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(origin+"/login", url.Values{"username": {clerk}, "password": {k.password}})
	if err != nil {
		return "", err
	}
	res.Body.Close()
	for _, c := range res.Cookies() {
		if c.Name == "roster" && res.StatusCode == http.StatusSeeOther {
			return c.Name + "=" + c.Value, nil
		}
	}
	return "", fmt.Errorf("POST /login answered %d and no session", res.StatusCode)
}
