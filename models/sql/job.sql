-- One job. {columns} is job_columns.sql.
select {columns} from jobs j where j.id = $1
