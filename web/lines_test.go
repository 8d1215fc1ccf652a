package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// A folder imports its own tree and what stands to the left of it.
const line = "static, models < views < web < handlers < cmd"

var place = map[string]int{"static": 0, "models": 0, "views": 1, "web": 2, "handlers": 3, "cmd": 4}

func TestFoldersImportOnlyWhatStandsToTheirLeft(t *testing.T) {
	wrong, files, err := crossings(os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	if files < 2 {
		t.Fatalf("read %d files: is this the root of the module?", files)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

// crossings reads every Go file of the module and tells what stands against the line of packages.
func crossings(root fs.FS) (wrong []string, files int, err error) {
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			skip := name != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata"
			if skip {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		files++
		found, err := look(root, name)
		wrong = append(wrong, found...)
		return err
	})
	return wrong, files, err
}

func look(root fs.FS, name string) (wrong []string, err error) {
	src, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	mode := parser.ImportsOnly
	tags := forbidsTags(name)
	if tags {
		mode = parser.SkipObjectResolution
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, mode)
	if err != nil {
		return nil, err
	}
	at := func(p token.Pos, what string) {
		wrong = append(wrong, name+":"+strconv.Itoa(set.Position(p).Line)+" "+what)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		if why := refuse(name, imported); why != "" {
			at(spec.Pos(), "imports "+imported+": "+why)
		}
	}
	if tags {
		for _, tag := range jsonTags(file) {
			at(tag, "has a json tag in an exported type: null, empty list and time format belong to a dialect. Give it a struct in views, beside the page.")
		}
	}
	return wrong, nil
}

// refuse says why a file may not import a package, and what to do instead; "" when it may.
func refuse(name, imported string) string {
	folder, _, _ := strings.Cut(name, "/")
	if !strings.Contains(name, "/") {
		folder = "" // a file beside go.mod
	}
	test := strings.HasSuffix(name, "_test.go")
	if target, ours := strings.CutPrefix(imported, "roster/"); ours {
		return refuseOurs(name, folder, target, test)
	}
	if test {
		return ""
	}
	within := func(tree string) bool { return imported == tree || strings.HasPrefix(imported, tree+"/") }
	switch {
	case folder == "views" && within("net/http"):
		return "views know no HTTP. Let web or handlers read the request, and give the view what it shows."
	case folder == "views" && (within("database/sql") || within("github.com/uptrace/bun")):
		return "views know no SQL. Load it in a method of models.Store, and give the view what it shows."
	case folder == "models" && within("net/http") && !server(name):
		return "models know no HTTP. Return a value or an error, and let web turn it into an answer."
	}
	return ""
}

func refuseOurs(name, folder, target string, test bool) string {
	other, _, _ := strings.Cut(target, "/")
	mine, known := place[folder]
	theirs, knownToo := place[other]
	switch {
	case !known:
		return "the folder of this file has no place in “" + line + "”. Move the file into one of these, or give its folder a place in ARCHITECTURE.md and here."
	case !knownToo:
		return "roster/" + other + " has no place in “" + line + "”. Move it into one of these, or give it a place in ARCHITECTURE.md and here."
	case under(target, "models/modelstest") && !test && !strings.HasPrefix(name, "models/modelstest/"):
		return "modelstest is for tests. Only files named _test.go may import it."
	case other == folder:
		return ""
	case theirs >= mine:
		return "the line is “" + line + "”, and " + folder + " does not stand to the right of " + other + ". Move what is needed into " + folder + " or to its left, or let a folder to the right pass it in."
	case folder == "web" && other == "views" && !test && !under(target, "views/layout") && !under(target, "views/dialect"):
		return "web draws only the frame and the error page: of views it may import layout and dialect. Let handlers pass the page in by a web.View."
	}
	return ""
}

func under(target, tree string) bool { return target == tree || strings.HasPrefix(target, tree+"/") }

// jsonTags finds them in what leaves the package. A type of its own may have them: it is how a column is stored.
func jsonTags(file *ast.File) (tags []token.Pos) {
	for _, d := range file.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.TYPE {
			continue
		}
		for _, spec := range decl.Specs {
			if !spec.(*ast.TypeSpec).Name.IsExported() {
				continue
			}
			ast.Inspect(spec, func(n ast.Node) bool {
				if f, ok := n.(*ast.Field); ok && f.Tag != nil && strings.Contains(f.Tag.Value, `json:"`) {
					tags = append(tags, f.Pos())
				}
				return true
			})
		}
	}
	return tags
}

// server tells the parts of models that speak to Postgres rather than about people.
func server(name string) bool {
	return strings.HasPrefix(name, "models/pgserver/") || strings.HasPrefix(name, "models/pgconn/")
}

func forbidsTags(name string) bool {
	return strings.HasPrefix(name, "models/") && !strings.HasSuffix(name, "_test.go") && !server(name)
}

// The test above is worth what it can find: each line is a file of a small tree, and what must be said of it.
func TestCrossingsAreFound(t *testing.T) {
	imports := func(paths ...string) string {
		src := "package p\n"
		for _, p := range paths {
			src += "import _ " + strconv.Quote(p) + "\n"
		}
		return src
	}
	for _, c := range []struct {
		name, src string
		want      string // part of the message; "" when all is well
	}{
		// arrows between folders
		{"handlers/users.go", imports("roster/web", "roster/views/users", "roster/models", "roster/static"), ""},
		{"cmd/roster/serve.go", imports("roster/handlers", "roster/models/pgserver", "net/http", "database/sql"), ""},
		{"web/show.go", imports("roster/handlers"), "web does not stand to the right of handlers"},
		{"handlers/users.go", imports("roster/cmd/roster"), "handlers does not stand to the right of cmd"},
		{"views/users/show.go", imports("roster/web"), "views does not stand to the right of web"},
		{"views/users/show_templ.go", imports("roster/web"), "views does not stand to the right of web"},
		{"models/user.go", imports("roster/views/users"), "models does not stand to the right of views"},
		{"models/user.go", imports("roster/static"), "models does not stand to the right of static"},
		{"static/static.go", imports("roster/models"), "static does not stand to the right of models"},
		{"models/deep/down/x.go", imports("roster/web"), "models does not stand to the right of web"},
		// the own tree
		{"views/users/show.go", imports("roster/views/ui", "roster/views/layout"), ""},
		{"models/store.go", imports("roster/models/pgconn", "roster/models/migrations"), ""},
		{"models/pgserver/x.go", imports("roster/models"), ""},
		// folders without a place
		{"helpers/x.go", imports("roster/models"), "the folder of this file has no place"},
		{"x.go", imports("roster/models"), "the folder of this file has no place"},
		{"x.go", imports("fmt"), ""},
		{"web/x.go", imports("roster/helpers"), "roster/helpers has no place"},
		{"web/x.go", imports("rosterly/helpers"), ""},
		// web and views
		{"web/errors.go", imports("roster/views/layout", "roster/views/dialect"), ""},
		{"web/errors.go", imports("roster/views/users"), "let handlers pass the page in"},
		{"web/errors.go", imports("roster/views/layouts"), "let handlers pass the page in"},
		{"web/errors_test.go", imports("roster/views/users"), ""},
		// HTTP and SQL
		{"views/users/show.go", imports("net/http"), "views know no HTTP"},
		{"views/users/show.go", imports("net/http/httptest"), "views know no HTTP"},
		{"views/users/show.go", imports("net/url"), ""},
		{"views/users/show.go", imports("database/sql"), "views know no SQL"},
		{"views/users/show.go", imports("github.com/uptrace/bun/dialect/pgdialect"), "views know no SQL"},
		{"views/users/show_test.go", imports("net/http/httptest"), ""},
		{"models/user.go", imports("net/http"), "models know no HTTP"},
		{"models/pgserver/x.go", imports("net/http"), ""},
		{"models/user.go", imports("database/sql", "github.com/uptrace/bun", "encoding/json"), ""},
		// json tags
		{"models/user.go", "package p\ntype U struct {\n\tID int `bun:\"id\" json:\"id\"`\n}", "models/user.go:3 has a json tag"},
		{"models/user.go", "package p\ntype (\n\tu int\n\tU struct{ In struct { ID int `json:\"id\"` } }\n)", "models/user.go:4 has a json tag"},
		{"models/audit.go", "package p\ntype change struct{ Was any `json:\"was\"` }", ""},
		{"models/audit.go", "package p\nfunc f() { var u struct{ ID int `json:\"id\"` }; _ = u }", ""},
		{"models/user.go", "package p\ntype U struct{ ID int `bun:\"id\"` }", ""},
		{"models/user_test.go", "package p\ntype U struct{ ID int `json:\"id\"` }", ""},
		{"models/pgserver/npm.go", "package p\ntype U struct{ ID int `json:\"id\"` }", ""},
		{"views/users/akinon.go", "package p\ntype U struct{ ID int `json:\"id\"` }", ""},
		// tests
		{"handlers/users_test.go", imports("roster/models/modelstest"), ""},
		{"models/user_test.go", imports("roster/models/modelstest"), ""},
		{"models/modelstest/open.go", imports("roster/models", "roster/models/modelstest/people"), ""},
		{"handlers/users.go", imports("roster/models/modelstest"), "modelstest is for tests"},
		{"models/user.go", imports("roster/models/modelstest"), "modelstest is for tests"},
		{"models/user_test.go", imports("roster/handlers"), "models does not stand to the right of handlers"},
		// what is not read
		{"web/testdata/x.go", imports("roster/handlers"), ""},
		{"web/node_modules/m/x.go", imports("roster/handlers"), ""},
		{".ci/x.go", imports("roster/handlers"), ""},
		{"web/x.txt", "not Go", ""},
	} {
		wrong, _, err := crossings(fstest.MapFS{c.name: &fstest.MapFile{Data: []byte(c.src)}})
		switch {
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want == "" && len(wrong) > 0:
			t.Errorf("%s\n%s\nis allowed, and was told: %q", c.name, c.src, wrong)
		case c.want != "" && (len(wrong) != 1 || !strings.HasPrefix(wrong[0], c.name+":") || !strings.Contains(strings.ToLower(wrong[0]), strings.ToLower(c.want))):
			t.Errorf("%s\n%s\nmust be told %q, and was told: %q", c.name, c.src, c.want, wrong)
		}
	}
}

func TestEveryCrossingOfAFileIsTold(t *testing.T) {
	wrong, files, err := crossings(fstest.MapFS{
		"web/a.go":    {Data: []byte("package web\n\nimport (\n\t\"roster/cmd/roster\"\n\t\"roster/handlers\"\n)\n")},
		"views/b.go":  {Data: []byte("package views\n")},
		"models/c.go": {Data: []byte("package models\n\nimport \"roster/web\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, w := range wrong {
		place, _, _ := strings.Cut(w, " ")
		places = append(places, place)
	}
	if want := []string{"models/c.go:3", "web/a.go:4", "web/a.go:5"}; files != 3 || !slices.Equal(places, want) {
		t.Errorf("read %d files and told of %q, want 3 and %q", files, places, want)
	}
}

func TestAFileThatIsNotGoIsAnError(t *testing.T) {
	if _, _, err := crossings(fstest.MapFS{"web/a.go": {Data: []byte("packag web")}}); err == nil {
		t.Error("no error for a file that cannot be read")
	}
}
