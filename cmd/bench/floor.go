package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"roster/models"
)

// floor is the least that can answer as roster does: net/http, and one prepared statement for each request, which
// finds the token's owner, asks whether they may, and makes the JSON. It has no errors to tell, no log, no limits.
type floor struct {
	pool   *pgxpool.Pool
	origin string // roster's, since it stands in the answers
}

// runFloor serves the floor on the database at dsn, and writes to out where, until it is told to stop.
func runFloor(dsn, origin string, out io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	config.MaxConns = models.MaxConns
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		l.Close()
	}()
	fmt.Fprintf(out, "floor is at http://%s\n", l.Addr())
	if err := http.Serve(l, floor{pool, origin}.routes()); ctx.Err() == nil {
		return err
	}
	return nil
}

func (f floor) routes() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /users/{$}", func(w http.ResponseWriter, r *http.Request) {
		query, args := f.list(r)
		f.answer(w, r, query, args...)
	})
	m.HandleFunc("GET /users/{id}/{$}", func(w http.ResponseWriter, r *http.Request) {
		f.answer(w, r, sqlPerson, f.origin, r.PathValue("id"))
	})
	m.HandleFunc("GET /api/users/{id}", func(w http.ResponseWriter, r *http.Request) {
		f.answer(w, r, sqlHamgam, f.origin, r.PathValue("id"))
	})
	m.HandleFunc("GET /api/users/me", func(w http.ResponseWriter, r *http.Request) {
		f.answer(w, r, sqlMe, f.origin)
	})
	return m
}

// answer writes what a statement makes; its first argument is the token's hash. Whoever may not ask is told as little
// as who asks for nobody.
func (f floor) answer(w http.ResponseWriter, r *http.Request, query string, args ...any) {
	hash := sha256.Sum256([]byte(strings.TrimPrefix(r.Header.Get("Authorization"), "Token ")))
	var body []byte
	err := f.pool.QueryRow(r.Context(), query, append([]any{hash[:]}, args...)...).Scan(&body)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		http.Error(w, "not found", http.StatusNotFound)
		return
	case err != nil:
		if r.Context().Err() == nil {
			log.Print(err)
		}
		http.Error(w, "failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}
