package login_test

import (
	"testing"

	"roster/views/layout"
	"roster/views/login"
	"roster/views/viewstest"
)

func TestGoldens(t *testing.T) {
	viewstest.Golden(t, "login.html", viewstest.Draw(t, login.Page(login.Form{}), viewstest.Nobody))
	viewstest.Golden(t, "login_refused.html", viewstest.Draw(t,
		login.Page(login.Form{Username: `"><script>`, Next: "/users/2/", Message: "No."}), viewstest.Nobody,
		func(f *layout.Frame) { f.Environment = "staging" }))
}
