package keys_test

import (
	"testing"

	"roster/views/keys"
	"roster/views/viewstest"
)

func TestGolden(t *testing.T) {
	viewstest.Golden(t, "keys.html", viewstest.Draw(t, keys.Page(keys.Keys{})))
}
