-- The three logins and the database of Notify NL: run once by a superuser, with psql, before the first start.
-- The program itself runs the same text for its private server (NotifyNl.Core/Data/Logins.cs).

do $$
declare login text;
begin
  foreach login in array array['notify_owner', 'notify_web', 'notify_worker'] loop
    if not exists (select from pg_roles where rolname = login) then
      execute format('create role %I', login);
    end if;
    execute format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', login);
  end loop;
end $$;

create database notify_nl owner notify_owner template template0 encoding 'UTF8' locale 'C.UTF-8';

revoke all on database notify_nl from public;
grant connect on database notify_nl to notify_web;
grant connect, temporary on database notify_nl to notify_worker;
