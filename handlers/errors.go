package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"roster/models"
	"roster/web"
)

// pastTheEnd turns a missing page of a list into what clients of the lists know.
func pastTheEnd(err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return &web.Error{Status: http.StatusNotFound, Detail: "Invalid page.", Err: err,
		Advice: "The list has no such page: it has become shorter, or the address was changed. Begin at the first page."}
}

// badTexts says what keeps the name and the query of a view from being stored.
func badTexts(name, query string) error {
	faults := models.Invalid{}
	if detail := web.BadText(name); detail != "" {
		faults["name"] = []string{detail}
	}
	asked, _ := url.QueryUnescape(query)
	if detail := web.BadText(asked); detail != "" {
		faults["view"] = []string{detail}
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// invalid is what an error says of the fields of a form.
func invalid(err error) models.Invalid {
	faults, _ := errors.AsType[models.Invalid](err)
	return faults
}
