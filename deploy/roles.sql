-- For a PostgreSQL whose DATABASE_URL user may not create roles: run once as its administrator (psql -v …).
--   psql -v database=marshrut -v migrator=marshrut_admin -v app_password=… -v worker_password=… -f deploy/roles.sql
-- Then give the product MARSHRUT_APP_DATABASE_URL and MARSHRUT_WORKER_DATABASE_URL with these passwords.
create role marshrut_owner nologin;
create role marshrut_gate nologin;
create role marshrut_app login noinherit password :'app_password';
create role marshrut_worker login noinherit password :'worker_password';
grant marshrut_owner, marshrut_gate to :"migrator" with set true, inherit true;
grant marshrut_gate to marshrut_owner with set true, inherit false;
grant create, connect on database :"database" to marshrut_owner;
grant connect on database :"database" to marshrut_app, marshrut_worker;
grant create, usage on schema public to marshrut_owner;
create extension if not exists btree_gist;
