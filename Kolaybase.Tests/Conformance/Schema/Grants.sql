-- Everybody may do everything, but for what tests are refused.
grant usage on schema public, archive to anon, authenticated, service_role;
grant all on all tables in schema public, archive to anon, authenticated, service_role;
grant all on all sequences in schema public to anon, authenticated, service_role;
grant execute on all functions in schema public, archive to anon, authenticated, service_role;
revoke all on vault from anon, authenticated;
revoke insert, update, delete on countries from anon;
revoke execute on function count_call() from public, anon;
