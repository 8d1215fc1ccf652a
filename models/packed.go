package models

import (
	"fmt"
	"strconv"
	"strings"
)

// unpacked reads what SQL's packed() wrote: texts, each with its length in bytes before it. Lists in a column come so,
// since reading JSON costs a program that asks for people more than everything else here.
type unpacked struct {
	rest string
	err  error
}

func unpack(column any) *unpacked {
	switch text := column.(type) {
	case string:
		return &unpacked{rest: text}
	case []byte:
		return &unpacked{rest: string(text)}
	}
	return new(unpacked)
}

func (p *unpacked) more() bool { return p.rest != "" && p.err == nil }

func (p *unpacked) text() string {
	size, rest, ok := strings.Cut(p.rest, ".")
	n, err := strconv.Atoi(size)
	if !ok || err != nil || n < 0 || n > len(rest) {
		p.err = fmt.Errorf("a column is not packed: %.40q", p.rest)
		return ""
	}
	p.rest = rest[n:]
	return rest[:n]
}

func (p *unpacked) number() int64 {
	text := p.text()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("a column holds %.40q for a number", text)
	}
	return n
}

func (p *unpacked) person() Person {
	return Person{ID: p.number(), Username: p.text(), FirstName: p.text(), LastName: p.text(), IsActive: p.text() != ""}
}

// Scan implements sql.Scanner.
func (p *Person) Scan(column any) error {
	from := unpack(column)
	*p = from.person()
	return from.err
}

// People is a list of people that a column can hold.
type People []Person

// Scan implements sql.Scanner.
func (list *People) Scan(column any) error {
	from := unpack(column)
	for from.more() {
		*list = append(*list, from.person())
	}
	return from.err
}

// Groups is a list of groups that a column can hold.
type Groups []Group

// Scan implements sql.Scanner.
func (list *Groups) Scan(column any) error {
	from := unpack(column)
	for from.more() {
		*list = append(*list, Group{ID: from.number(), Name: from.text()})
	}
	return from.err
}

// Permissions is a list of permissions that a column can hold.
type Permissions []Permission

// Scan implements sql.Scanner.
func (list *Permissions) Scan(column any) error {
	from := unpack(column)
	for from.more() {
		*list = append(*list, Permission{ID: from.number(), Code: int(from.number()), Name: from.text()})
	}
	return from.err
}
