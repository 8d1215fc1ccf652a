package settings_test

import (
	"testing"

	"roster/views/layout"
	"roster/views/settings"
	"roster/views/viewstest"
)

func TestGolden(t *testing.T) {
	viewstest.Golden(t, "settings.html", viewstest.Draw(t, settings.Page(true), func(f *layout.Frame) {
		f.Theme, f.Dir, f.Path = "dark", "rtl", "/settings/"
	}))
}
