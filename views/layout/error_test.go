package layout_test

import (
	"fmt"
	"testing"

	"roster/models"
	"roster/views/layout"
	"roster/views/viewstest"
)

func TestErrorGoldens(t *testing.T) {
	for _, status := range []int{400, 403, 404, 500, 503} {
		viewstest.Golden(t, fmt.Sprintf("%d.html", status), viewstest.Draw(t, layout.Error(status, "What to do."),
			func(f *layout.Frame) { f.Path = "/users/mora<tti/" }))
	}
	viewstest.Golden(t, "404_signed_out.html", viewstest.Draw(t, layout.Error(404, "What to do."), viewstest.Nobody))
	viewstest.Golden(t, "403_without_rights.html", viewstest.Draw(t, layout.Error(403, "What to do."),
		func(f *layout.Frame) {
			f.Viewer = &models.Viewer{ID: 5, Username: "sara", IsStaff: true, IsActive: true}
		}))
	viewstest.Golden(t, "notice.html", viewstest.Draw(t, layout.Notice(503, "What to do.")))
}
