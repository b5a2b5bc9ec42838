namespace Kolaybase.Tests.Support;

/// <summary>Checks that a database notices what changes its schema, however it does so.</summary>
public static class SchemaVersions
{
    /// <summary>Statements that change what somebody can see or use.</summary>
    public static IReadOnlyList<string> Changes { get; } =
    [
        "create table t (id int primary key, note text)",
        "alter table t add column more int default 1",
        "alter table t alter column more set default 2",
        "alter table t rename column more to most",
        "comment on column t.note is 'a note'",
        "create index on t (note)",
        "alter table t enable row level security",
        "create policy p on t using (true)",
        "alter policy p on t using (false)",
        "drop policy p on t",
        "grant select on t to anon",
        "revoke select on t from anon",
        "create type mood as enum ('good')",
        "alter type mood add value 'bad'",
        "create domain positive as int check (value > 0)",
        "create view v as select * from t",
        "create or replace view v as select id, upper(note) as note, most from t",
        "create materialized view mv as select id from t",
        "alter view v rename column note to notes",
        "create or replace function f() returns int language sql return 1",
        "create or replace function f() returns int language sql return 2",
        "alter function f() stable",
        "alter function f() set statement_timeout = '1s'",
        "create function fs() returns setof int language sql as 'select 1'",
        "alter function fs() rows 1",
        "create function note_length(t) returns int language sql stable return 1",
        "create or replace function note_length(t) returns int language sql stable return 2",
        "drop function note_length(t)",
        "create function positive_json(positive) returns json language sql immutable return '1'::json",
        "create cast (positive as json) with function positive_json(positive) as implicit",
        "drop cast (positive as json)",
        "alter domain positive set default 3",
        "alter table t add unique (note)",
        "alter table t drop constraint t_note_key",
        "create rule r as on insert to t do also notify inserted",
        "drop rule r on t",
        "create aggregate total(int) (sfunc = int4pl, stype = int)",
        "create procedure proc() language sql as ''",
        "create function tg() returns trigger language plpgsql as 'begin return new; end'; create trigger tr before insert on t for each row execute function tg()",
        "drop trigger tr on t",
        "create schema other",
        "create table other.x (id int references t)",
        "alter table other.x drop constraint x_id_fkey",
        "alter table other.x add foreign key (id) references t not valid",
        "alter table other.x validate constraint x_id_fkey",
        "drop schema other cascade",
        "drop materialized view mv",
        "drop view v",
        "alter table t drop column most",
        "drop function f()",
        "drop table t",
    ];

    /// <summary>Statements that change nothing that another session can see.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        "insert into still values (1)",
        "analyze still",
        "create temp table mine (id int); alter table mine add column note text; drop table mine",
        "select 1",
        "create table if not exists still (id int)",
    ];

    /// <summary>Runs all of them as the owner and looks at the version after each.</summary>
    public static async Task AssertNoticedAsync(ProvisionedProject project, CancellationToken cancellationToken)
    {
        // What the owner may not grant away, it may still use.
        foreach (var sql in Changes)
        {
            var before = await VersionAsync(project, cancellationToken);
            await project.ExecuteAsync(sql, cancellationToken);
            Assert.True(before != await VersionAsync(project, cancellationToken), $"unnoticed: {sql}");
        }

        await project.ExecuteAsync("create table still (id int)", cancellationToken);
        await project.ExecuteAsync($"grant temp on database {project.Ref.Database.Name} to {project.Ref.Database.OwnerRole}", cancellationToken);
        foreach (var sql in Others)
        {
            var before = await VersionAsync(project, cancellationToken);
            await project.ExecuteAsync(sql, cancellationToken);
            Assert.True(before == await VersionAsync(project, cancellationToken), $"changed by: {sql}");
        }
    }

    /// <summary>The version as a caller of the data API sees it.</summary>
    public static async Task<long> VersionAsync(ProvisionedProject project, CancellationToken cancellationToken) =>
        (long)(await ProjectParts.AskAsync(project.AuthenticatorConnectionString, "select kolaybase.current_schema_version()", cancellationToken))!;
}
