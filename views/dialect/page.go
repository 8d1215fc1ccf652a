package dialect

import (
	"net/url"
	"strconv"
)

// Page is the envelope of one page of a list.
type Page[T any] struct {
	Count    int64   `json:"count"`
	Next     *string `json:"next"`
	Previous *string `json:"previous"`
	Results  []T     `json:"results"`
}

// PageOf puts one page of a list into its envelope. address is the page's own absolute URL: the neighbours differ from
// it in page alone, their parameters sorted by name, and the first page needs none (Django REST framework,
// PageNumberPagination).
func PageOf[T any](results []T, count int64, page, pages int, address string) Page[T] {
	p := Page[T]{Count: count, Results: results}
	if page < pages {
		p.Next = neighbour(address, "page", strconv.Itoa(page+1))
	}
	if page > 1 {
		p.Previous = neighbour(address, "page", beyond(page-1, 1))
	}
	return p
}

// StretchOf puts the rows behind an offset into their envelope. The neighbours name limit and offset, but for an offset
// of nought (Django REST framework, LimitOffsetPagination).
func StretchOf[T any](results []T, count int64, limit int, offset int64, address string) Page[T] {
	p := Page[T]{Count: count, Results: results}
	size := int64(limit)
	if offset < count-size {
		p.Next = neighbour(address, "limit", strconv.Itoa(limit), "offset", strconv.FormatInt(offset+size, 10))
	}
	if offset > 0 {
		p.Previous = neighbour(address, "limit", strconv.Itoa(limit), "offset", beyond(max(0, offset-size), 0))
	}
	return p
}

// beyond spells a number, or nothing where it is the first anyway.
func beyond[N int | int64](n, first N) string {
	if n <= first {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// neighbour is an address with some parameters changed: name, value, name, value; "" leaves one out.
func neighbour(address string, changes ...string) *string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	q := u.Query()
	for i := 0; i < len(changes); i += 2 {
		q.Set(changes[i], changes[i+1])
		if changes[i+1] == "" {
			q.Del(changes[i])
		}
	}
	u.RawQuery = q.Encode()
	return Text(u.String())
}
