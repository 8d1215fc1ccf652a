-- Document 002: one person ($3). $2 is the console's origin.
with viewer as ({viewer})
select row_to_json(a)
from viewer, users u, lateral (select {akinon}) a
where u.id = $3
