package handlers

import (
	"errors"
	"net/http"

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
