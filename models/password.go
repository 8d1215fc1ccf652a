package models

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// argon2id with 19 MiB, 2 passes, 1 lane: the first choice of the OWASP Password Storage Cheat Sheet that a sign-in
// page can afford.
const (
	argonMemory = 19456 // KiB
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32
)

// PasswordMax is the longest password in bytes. Nothing is cut off: a longer one is refused.
const PasswordMax = 1024

// passwordMin is the least number of characters (NIST SP 800-63B, §5.1.1.2).
const passwordMin = 8

//go:embed common_passwords.txt
var commonList string

var commonPasswords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for p := range strings.FieldsSeq(commonList) {
		set[p] = true
	}
	return set
})

// checkPassword says what keeps a new password from being good enough, nil if nothing does.
func checkPassword(password, username string) []string {
	var faults []string
	if utf8.RuneCountInString(password) < passwordMin {
		faults = append(faults, fmt.Sprintf("This password is too short. It must contain at least %d characters.", passwordMin))
	}
	if len(password) > PasswordMax {
		faults = append(faults, fmt.Sprintf("This password is too long. It may have at most %d bytes.", PasswordMax))
	}
	if !utf8.ValidString(password) || strings.ContainsFunc(password, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }) {
		faults = append(faults, "This password has characters that cannot be typed: control characters, or text that is not UTF-8.")
	}
	lower := strings.ToLower(password)
	if commonPasswords()[lower] {
		faults = append(faults, "This password is too common.")
	}
	if username != "" && lower == strings.ToLower(username) {
		faults = append(faults, "The password must differ from the username.")
	}
	return faults
}

func hashesAtOnce() int { return runtime.NumCPU() }

// hashPassword gives what is stored of a password, in the PHC string format.
func (s *Store) hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails: it ends the program instead
	hash, err := s.argon(ctx, password, salt, argonPasses, argonMemory, argonLanes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash)), err
}

// dummyHash is compared with where there is no password, so that the answer takes as long as for a wrong one.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// passwordMatches compares a typed password with a stored hash. It costs the same whether there is one or not. It errs
// when ctx ends before its turn to compute comes.
func (s *Store) passwordMatches(ctx context.Context, password, stored string) (bool, error) {
	known := stored != ""
	if !known {
		stored = dummyHash
	}
	var version, memory, passes int
	var lanes uint8
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errHash
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false, errHash
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, errHash
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, errHash
	}
	got, err := s.argon(ctx, password, salt, uint32(passes), uint32(memory), lanes)
	return subtle.ConstantTimeCompare(got, want) == 1 && known, err
}

// errHash says that what is stored of a password is not of the form that hashPassword writes.
var errHash = errors.New("the stored password hash cannot be read")

// argon hashes, at most as many at once as there are processors: each holds 19 MiB. Others wait for as long as ctx does.
func (s *Store) argon(ctx context.Context, password string, salt []byte, passes, memory uint32, lanes uint8) ([]byte, error) {
	select {
	case s.hashes <- struct{}{}:
		defer func() { <-s.hashes }()
		return argon2.IDKey([]byte(password), salt, passes, memory, lanes, argonKey), nil
	case <-ctx.Done():
		return nil, Throttled{After: 2 * time.Second}
	}
}
