package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"roster/models"
)

// club is inter, open for new members. Keegan is 1, Moratti 2, in group 2 and with permission 1, Eve 3.
func club(t *testing.T) directory {
	d := inter(t)
	d.exec("alter table users alter id restart with 100")
	return d
}

func TestEachRowIsTakenOrRefusedForItself(t *testing.T) {
	for _, row := range []struct {
		what string
		o    models.ImportOptions
		row  string
		want string // what is wrong with it
		then string // a condition on users u that holds afterwards
	}{
		{"somebody new", models.ImportOptions{}, "username=sara email=sara@example.com first_name=Sara_Jane",
			"", `u.username = 'sara' and u.first_name = 'Sara Jane' and u.is_active and not u.is_staff and u.user_type = 'registered'`},
		{"somebody new, with everything", models.ImportOptions{}, `username=sara gender=female is_staff=yes is_active=no attributes={"a":1.50} groups=2,3 permissions=1;8 inviter_id=1 created_at=2020-01-02T03:04:05.6Z date_of_birth=1990-02-28`,
			"", `u.is_staff and not u.is_active and u.attributes::text = '{"a": 1.50}' and u.inviter_id = 1 and u.created_at = '2020-01-02 03:04:05.6Z'
			and (select array_agg(group_id order by 1) = '{2,3}' from user_groups where user_id = u.id)
			and (select array_agg(permission_id order by 1) = '{1,8}' from user_permissions where user_id = u.id)
			and invitees_count(1) = 2`},
		{"groups by name", models.ImportOptions{}, `username=sara groups=["inter",3]`,
			"", `(select array_agg(group_id order by 1) = '{2,3}' from user_groups where user_id = u.id and u.username = 'sara')`},
		{"a name as Unicode composes it", models.ImportOptions{}, "username=sara first_name=Ame\u0301lie last_name=نژاد\u200cپور",
			"", "u.first_name = 'Am\u00e9lie' and u.last_name = 'نژاد\u200cپور'"},
		{"exactly the columns that are there", models.ImportOptions{}, "id=2 first_name=Massimo",
			"", `u.id = 2 and u.first_name = 'Massimo' and u.last_name = 'moratti' and u.email = 'masimo@intermilan.com' and u.is_staff and u.version = 2
			and exists (select from user_groups where user_id = 2)`},
		{"an empty cell clears", models.ImportOptions{}, "id=2 email= mobile_number= groups= permissions= inviter_id= attributes=",
			"", `u.id = 2 and u.email is null and u.mobile_number is null and u.inviter_id is null and u.first_name = 'masimo'
			and not exists (select from user_groups where user_id = 2) and not exists (select from user_permissions where user_id = 2)`},
		{"groups alone are a change", models.ImportOptions{}, "id=2 groups=3",
			"", `u.id = 2 and u.version = 2 and (select array_agg(group_id) = '{3}' from user_groups where user_id = 2)`},
		{"their own e-mail address", models.ImportOptions{}, "id=2 email=MASIMO@intermilan.com", "", `u.email = 'MASIMO@intermilan.com'`},

		{"found by username", models.ImportOptions{Match: "username"}, "username=EVE68 first_name=Parsa", "", `u.id = 3 and u.first_name = 'Parsa' and u.username = 'EVE68'`},
		{"found by e-mail", models.ImportOptions{Match: "email"}, "email=Masimo@InterMilan.com last_name=M", "", `u.id = 2 and u.last_name = 'M'`},
		{"found by phone", models.ImportOptions{Match: "mobile_number"}, "mobile_number=۰۹۱۲۱۱۱۲۲۳۳ last_name=M", "", `u.id = 3 and u.last_name = 'M'`},
		{"not found by username", models.ImportOptions{Match: "username"}, "username=sara", "", `u.username = 'sara'`},
		{"an id of another directory", models.ImportOptions{Match: "username"}, "id=2 username=eve68 last_name=E", "", `u.id = 3 and u.last_name = 'E'`},
		{"with its own id", models.ImportOptions{KeepIDs: true, MaxID: 70}, "id=70 username=sara", "", `u.id = 70 and u.username = 'sara'`},

		{"a username that is taken", models.ImportOptions{}, "username=moratti120", "username: A user with that username already exists.", ""},
		{"everything that is taken", models.ImportOptions{}, "username=KEEGAN2255 email=Kevin@Example.com mobile_number=+989150207212",
			"email: user with this email already exists.; mobile_number: user with this mobile number already exists.; username: A user with that username already exists.", ""},
		{"the e-mail address of another", models.ImportOptions{}, "id=3 email=kevin@example.com", "email: user with this email already exists.", ""},
		{"no username", models.ImportOptions{}, "first_name=x", "username: This field is required.", ""},
		{"everything that is missing", models.ImportOptions{}, "username=sara email=x gender=x groups=9 permissions=1,99 inviter_id=99",
			`email: Enter a valid email address.; gender: "x" is not a valid choice.; groups: Invalid pk "9" - object does not exist.; ` +
				`inviter_id: Invalid pk "99" - object does not exist.; permissions: Invalid pk "99" - object does not exist.`, ""},
		{"a group by a name of none", models.ImportOptions{}, `username=sara groups=["Milan"]`, "groups: Object with name=Milan does not exist.", ""},
		{"an id of nobody", models.ImportOptions{}, "id=9 username=sara", `id: Invalid pk "9" - object does not exist.`, ""},
		{"an inviter of nobody, ids kept", models.ImportOptions{KeepIDs: true}, "id=9 username=sara inviter_id=10", `inviter_id: Invalid pk "10" - object does not exist.`, ""},
		{"no id, ids kept", models.ImportOptions{KeepIDs: true}, "username=sara", "id: This field is required.", ""},
		{"somebody there, new ones only", models.ImportOptions{Only: "create"}, "id=2 first_name=x", "id: user with this id already exists.", ""},
		{"nobody, changes only", models.ImportOptions{Only: "update"}, "username=sara", "id: This field is required.", ""},
		{"nobody by e-mail, changes only", models.ImportOptions{Only: "update", Match: "email"}, "email=a@example.com",
			"email: Object with email=a@example.com does not exist.", ""},
		{"what nobody can be without", models.ImportOptions{}, "id=2 is_staff= username=",
			"is_staff: This field may not be null.; username: This field may not be blank.", ""},
		{"their own inviter", models.ImportOptions{}, "id=2 inviter_id=2", "inviter_id: Nobody is invited by themself, or by somebody whom they invited.", ""},
		{"an inviter below them", models.ImportOptions{}, "id=1 inviter_id=3", "inviter_id: Nobody is invited by themself, or by somebody whom they invited.", ""},
		{"attributes that are too large", models.ImportOptions{}, `id=2 attributes={"a":"` + strings.Repeat("x", 70_000) + `"}`,
			"attributes: The four fields of attributes hold at most 65,536 bytes together, as the database stores them.", ""},
		{"the last admin", models.ImportOptions{}, "id=1 is_admin=no", "is_admin: The last admin stays one, and active.", ""},
		{"the last admin, inactive", models.ImportOptions{}, "id=1 is_active=no", "is_admin: The last admin stays one, and active.", ""},
	} {
		t.Run(row.what, func(t *testing.T) {
			t.Parallel()
			d := club(t)
			before := d.everything()
			for _, dry := range []bool{true, false} {
				o := row.o
				o.DryRun = dry
				progress, refused := d.imports(o, row.row)
				switch {
				case row.want == "" && (len(refused) > 0 || progress.Created+progress.Updated != 1):
					t.Errorf("dry %v: %v %v", dry, counts(progress), refused)
				case row.want != "" && (counts(progress) != [4]int64{0, 0, 0, 1} || !slices.Equal(refused, []string{"1: " + row.want})):
					t.Errorf("dry %v: %v\n%q, want\n%q", dry, counts(progress), refused, row.want)
				}
				if row.want == "" && !dry && d.number("select count(*) from users u where "+row.then) != 1 {
					t.Errorf("afterwards: %s", d.text("select json_agg(u)::text from users u"))
				}
				if row.want != "" || dry {
					if after := d.everything(); after != before {
						t.Errorf("dry %v: there was\n%s and now there is\n%s", dry, before, after)
					}
				}
			}
		})
	}
}

// everything counts the rows of every table but those that tell of imports, and gives the people as they are.
func (d directory) everything() string {
	d.t.Helper()
	tables := d.text(`select string_agg(relname || ' ' || (xpath('//n/text()',
			query_to_xml('select count(*) as n from ' || quote_ident(relname) || ' t' ||
				case relname when 'audit_entries' then ' where action <> ''users_imported''' else '' end, false, true, '')))[1], e'\n' order by relname)
		from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'imports' and relname not like 'bun%'`)
	return tables + "\n" + d.text("select json_agg(u order by id)::text from users u")
}

func TestOneBadRowAmongManyHindersNoOther(t *testing.T) {
	d := club(t)
	var rows []string
	for i := range 500 {
		rows = append(rows, fmt.Sprintf("username=user%d email=user%d@example.com inviter_id=2 groups=3", i, i))
	}
	rows[123] = "username=user7"
	// Nothing foresees that the database does not hold this one.
	rows[321] = `username=large attributes={"a":"` + strings.Repeat("x", 70_000) + `"}`
	progress, refused := d.imports(models.ImportOptions{}, rows...)
	if counts(progress) != [4]int64{498, 0, 0, 2} || len(refused) != 2 ||
		refused[0] != "124: username: A user with that username already exists." || !strings.HasPrefix(refused[1], "322: attributes: ") {
		t.Errorf("%v %q", counts(progress), refused)
	}
	if n := d.number("select count(*) from users where inviter_id = 2 and id > 3"); n != 498 || d.number("select invitees_count(2)") != 499 {
		t.Errorf("%d people came", n)
	}
	if n := d.number("select count(*) from audit_entries where action = 'user_created' and door = 'cli' and request_id like 'import-%'"); n != 498 {
		t.Errorf("the audit log tells of %d", n)
	}
}

func TestABatchCostsTheSameWhateverItHolds(t *testing.T) {
	cost := func(rows int) int64 {
		d := club(t)
		file := &sheet{}
		for i := range rows {
			file.rows = append(file.rows, fmt.Sprintf("username=user%d first_name=سارا inviter_id=2 groups=3 permissions=8", i))
		}
		ctx, statements := models.WithTally(t.Context())
		if _, err := d.importsFile(ctx, models.ImportOptions{}, file); err != nil {
			t.Fatal(err)
		}
		return statements.Load()
	}
	if few, many := cost(2), cost(500); few != many || few == 0 {
		t.Errorf("2 rows cost %d statements, 500 cost %d", few, many)
	}
}

func TestWhatChangedIsInTheAuditLogAndNothingElse(t *testing.T) {
	d := club(t)
	progress, _ := d.imports(models.ImportOptions{}, "id=1 first_name=kevin is_admin=true", "id=2 first_name=Massimo gender= groups=1,2", "id=3 email=eve@example.com")
	if counts(progress) != [4]int64{0, 2, 1, 0} {
		t.Errorf("%v", counts(progress))
	}
	if got, want := d.text("select string_agg(target_id || ' ' || action || ' ' || changes, e'\n' order by id) from audit_entries where target_type = 'users'"),
		`2 user_changed {"groups": {"now": [1, 2], "was": [2]}, "first_name": {"now": "Massimo", "was": "masimo"}}`+"\n"+
			`3 user_changed {"email": {"now": "eve@example.com", "was": null}}`; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if d.number("select version from users where id = 1") != 1 {
		t.Error("somebody who did not change has another version")
	}
	if got := d.text("select changes->'updated'->>'now' from audit_entries where action = 'users_imported'"); got != "2" {
		t.Errorf("the audit log says that %s were updated", got)
	}
}

// Rows are about what the rows before them leave, whether they stand in one batch or not.
func TestRowsFollowOneAnother(t *testing.T) {
	for batch := range 4 {
		t.Run(fmt.Sprint(batch+1), func(t *testing.T) {
			d := club(t)
			for _, dry := range []bool{true, false} {
				progress, refused := d.imports(models.ImportOptions{Batch: batch + 1, DryRun: dry},
					"username=sara email=sara@example.com",
					"username=SARA",
					"id=2 username=massimo email=",
					"id=2 first_name=M",
					"id=2 first_name=M",
					"username=moratti120 email=masimo@intermilan.com",
					"id=3 username=massimo")
				if counts(progress) != [4]int64{2, 2, 1, 2} || !slices.Equal(refused, []string{
					"2: username: A user with that username already exists.", "7: username: A user with that username already exists."}) {
					t.Errorf("dry %v: %v %q", dry, counts(progress), refused)
				}
			}
			if d.text("select username || first_name from users where id = 2") != "massimoM" {
				t.Error("Moratti was not changed twice")
			}
		})
	}
}

func TestPeopleAreFoundByOneNumberInManySpellings(t *testing.T) {
	for _, dry := range []bool{true, false} {
		d := club(t)
		progress, refused := d.imports(models.ImportOptions{Match: "mobile_number", DryRun: dry},
			"username=sara mobile_number=0912_345_6789", "mobile_number=+98-912-345-6789 first_name=Sara", "mobile_number=+98-912-345-6789 first_name=Sara",
			"username=mina mobile_number=12-34", "mobile_number=12_34 first_name=Mina")
		if counts(progress) != [4]int64{2, 2, 1, 0} || len(refused) > 0 {
			t.Errorf("dry %v: %v %q", dry, counts(progress), refused)
		}
	}
}

func TestOneOfTwoAdminsMayGo(t *testing.T) {
	d := club(t)
	d.exec("update users set is_admin = true where id = 2")
	if progress, refused := d.imports(models.ImportOptions{Batch: 1}, "id=1 is_admin=no", "id=2 is_active=no"); counts(progress) != [4]int64{0, 1, 0, 1} {
		t.Errorf("%v %q", counts(progress), refused)
	}
	d.exec("update users set is_admin = true where id = 1")
	if progress, refused := d.imports(models.ImportOptions{}, "id=1 is_admin=no", "id=2 is_active=no"); counts(progress) != [4]int64{0, 0, 0, 2} {
		t.Errorf("both at once: %v %q", counts(progress), refused)
	}
	if progress, refused := d.imports(models.ImportOptions{}, "id=1 is_admin=no", "id=2 is_active=no", "username=sara is_admin=yes"); counts(progress) != [4]int64{1, 2, 0, 0} {
		t.Errorf("for a third: %v %q", counts(progress), refused)
	}
}

func TestAnImportStandsInTheWayOfItself(t *testing.T) {
	d := club(t)
	o := models.ImportOptions{File: "people.csv", Match: "id", Sum: [32]byte{1}}
	begin := func() (int64, func() error, error) {
		im, err := d.BeginImport(t.Context(), o)
		if err != nil {
			return 0, nil, err
		}
		return im.ID, im.Close, nil
	}
	first, end, err := begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := begin(); !errors.Is(err, models.ErrImportRuns) {
		t.Errorf("a second run says %v", err)
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	o.Match = "username"
	if _, _, err := begin(); !errors.Is(err, models.ErrImportOther) {
		t.Errorf("with other options: %v", err)
	}
	o.Match = "id"
	for _, row := range []struct {
		again bool
		goes  bool
	}{{false, true}, {true, false}} {
		o.Again = row.again
		id, end, err := begin()
		if err != nil || (id == first) != row.goes {
			t.Errorf("again %v: import %d after import %d, %v", row.again, id, first, err)
		}
		end()
	}
}

// The connections of an import are cut in the middle of a batch, and once more between batches.
func TestAnImportOutlivesItsConnections(t *testing.T) {
	d := club(t)
	cut := func() {
		d.exec("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
	}
	cuts := 0
	file := &sheet{rows: []string{"username=sara", "username=a/b", "username=mina", "username=nima"}}
	file.onRefuse = func() {
		if cuts++; cuts == 1 {
			cut()
		}
	}
	im, err := d.BeginImport(t.Context(), models.ImportOptions{File: "people.csv", Match: "id", Rows: 4, Batch: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer im.Close()
	if err := im.Run(t.Context(), file, func(models.ImportProgress) { cut() }); err != nil {
		t.Fatal(err)
	}
	if counts(im.ImportProgress) != [4]int64{3, 0, 0, 1} || len(file.refused) != 1 || cuts != 2 || d.number("select count(*) from users") != 6 {
		t.Errorf("%v %q, refused %d times", counts(im.ImportProgress), file.refused, cuts)
	}
}

// Its lock is gone with its connection, and somebody else went on with the import: it ends, and writes nothing more.
func TestAnImportThatWasOvertakenEnds(t *testing.T) {
	d := club(t)
	file := &sheet{rows: []string{"username=sara", "username=a/b"}}
	im, err := d.BeginImport(t.Context(), models.ImportOptions{File: "people.csv", Match: "id", Rows: 2, Batch: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer im.Close()
	err = im.Run(t.Context(), file, func(models.ImportProgress) { d.exec("update imports set batches = batches + 1") })
	if err == nil || !strings.Contains(err.Error(), "another process") || len(file.refused) > 0 {
		t.Errorf("%v %q", err, file.refused)
	}
}
