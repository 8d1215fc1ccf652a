package demo

// documentPermissions is the catalogue of the hamgam API (§1.12), by code, as the migrations bring it to every
// directory: the ids count from 1.
var documentPermissions = []struct {
	code int
	name string
}{
	{1001, "general_settings_read"},
	{1002, "general_settings_update"},
	{1201, "group_create"},
	{1202, "group_read"},
	{1203, "group_update"},
	{1204, "group_delete"},
	{1221, "user_create"},
	{1222, "user_read"},
	{1223, "user_update"},
	{1224, "user_delete"},
	{1226, "user_invite_code_create"},
	{1252, "permission_read"},
}

// resources are what other permissions are about, four for each. Their codes go on as those of the documents do:
// twenty apart, create, read, update, delete.
var resources = []string{
	"product", "product_image", "product_review", "category", "brand", "collection", "attribute", "price", "price_list",
	"discount", "voucher", "campaign", "gift_card", "order", "order_note", "order_item", "return", "refund", "invoice",
	"payment", "payment_method", "transaction", "settlement", "ledger", "tax_rate", "currency", "cart", "wishlist",
	"customer", "customer_segment", "customer_note", "address", "loyalty_account", "shipment", "shipping_method", "carrier",
	"warehouse", "stock", "stock_movement", "purchase_order", "supplier", "contract", "document", "page", "article",
	"banner", "menu", "media", "translation", "seo_rule", "redirect", "newsletter", "subscriber", "sms_template",
	"email_template", "notification", "ticket", "ticket_reply", "faq", "chat", "call", "survey", "report", "dashboard",
	"export", "import", "webhook", "api_client", "integration", "job", "region", "branch",
}

var actions = []string{"create", "read", "update", "delete"}

// The places of some actions among them.
const (
	reading  = 1
	updating = 2
	deleting = 3
)

// code is the code of an action on a resource.
func code(resource, action int) int { return 1301 + 20*resource + action }

// permissions writes the catalogue.
func (l *loader) permissions(*directory) error {
	return l.copy("permissions", []string{"id", "code", "name"}, len(permissionIDs), func(r *rows) {
		for i, p := range documentPermissions {
			r.add(int64(i+1), int64(p.code), p.name)
		}
		for resource, name := range resources {
			for action, verb := range actions {
				c := code(resource, action)
				r.add(permissionIDs[c], int64(c), name+"_"+verb)
			}
		}
	})
}

// permissionIDs gives a permission's id by its code.
var permissionIDs = func() map[int]int64 {
	ids := map[int]int64{}
	for _, p := range documentPermissions {
		ids[p.code] = int64(len(ids) + 1)
	}
	for resource := range resources {
		for action := range actions {
			ids[code(resource, action)] = int64(len(ids) + 1)
		}
	}
	return ids
}()
