-- Somebody ($1) as a viewer, who stays what they are until the transaction ends.
select {columns} from users u where u.id = $1 for share of u
