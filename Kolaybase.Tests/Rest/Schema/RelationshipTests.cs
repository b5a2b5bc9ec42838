using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class RelationshipTests(RelationshipTests.Tables tables) : IClassFixture<RelationshipTests.Tables>
{
    public sealed class Tables() : LoadedSchema("""
        create schema hidden;
        create table people (id int primary key, boss int references people, "e mail" text unique);
        create table tasks (id int primary key, gone int, owner int constraint "the owner" references people, reviewer int references people);
        alter table tasks drop column gone;
        alter table tasks add column mail text references people ("e mail");
        create table badges (person int primary key references people);
        create table lockers (id int primary key, person int unique references people, shelf int);
        create unique index on lockers (shelf) where shelf > 0;
        alter table lockers add foreign key (shelf) references tasks;

        create table orders (year int, number int, primary key (year, number));
        create table lines (number int, year int, line int, primary key (year, number, line), foreign key (year, number) references orders);

        create table films (id int primary key);
        create table actors (id int primary key);
        create table roles (film int references films, actor int references actors, name text, primary key (film, actor, name));
        create table nicknames (film int references films, actor int references actors, id int primary key);
        create table friends (a int references actors, b int references actors, primary key (a, b));
        create table hidden.votes (film int references films, actor int references actors, primary key (film, actor));

        create table events (id int, day date, task int references tasks, own int, primary key (id, day)) partition by range (day);
        create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01');
        create table events_2 (day date not null, id int not null, task int, own int references films);
        alter table events attach partition events_2 for values from ('2021-01-01') to ('2022-01-01');
        create table notes (id int primary key, event int, day date, foreign key (event, day) references events);

        create table hidden.secrets (id int primary key, person int references people);
        create table leaks (id int primary key references hidden.secrets);
        """);

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_foreign_key_leads_both_ways(int major)
    {
        Assert.Equal(
            ["lockers OneToMany lockers_shelf_fkey id=shelf", "people ManyToOne tasks_mail_fkey mail=e mail", "people ManyToOne tasks_reviewer_fkey reviewer=id", "people ManyToOne the owner owner=id"],
            (await FromAsync(major, "tasks")).Where(r => !r.StartsWith("events", StringComparison.Ordinal)));
        Assert.Contains("tasks OneToMany the owner id=owner", await FromAsync(major, "people"));
        Assert.Contains("tasks OneToMany tasks_mail_fkey e mail=mail", await FromAsync(major, "people"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_self_reference_leads_both_ways(int major)
    {
        var snapshot = await tables.SnapshotAsync(major);
        var people = snapshot.Find("public", "people")!;

        Assert.Equal(
            ["people OneToMany people_boss_fkey id=boss", "people ManyToOne people_boss_fkey boss=id"],
            snapshot.From(people).Where(r => r.IsSelf).Select(Print));
        Assert.True(snapshot.From(people).Single(r => r is { IsSelf: true, Cardinality: Cardinality.ManyToOne }).ToOne);
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_foreign_key_whose_columns_are_a_primary_key_or_unique_is_one_to_one(int major)
    {
        Assert.Equal(["people OneToOne badges_person_fkey person=id"], await FromAsync(major, "badges"));
        Assert.Contains("badges OneToOne badges_person_fkey id=person", await FromAsync(major, "people"));
        Assert.Contains("lockers OneToOne lockers_person_fkey id=person", await FromAsync(major, "people"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_unique_index_on_a_part_of_the_rows_makes_nothing_one_to_one(int major) =>
        Assert.Contains("tasks ManyToOne lockers_shelf_fkey shelf=id", await FromAsync(major, "lockers"));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_key_of_several_columns_pairs_them_in_the_constraints_order(int major)
    {
        Assert.Equal(["orders ManyToOne lines_year_number_fkey year=year,number=number"], await FromAsync(major, "lines"));
        Assert.Equal(["lines OneToMany lines_year_number_fkey year=year,number=number"], await FromAsync(major, "orders"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_junction_is_a_relation_whose_primary_key_holds_both_foreign_keys(int major)
    {
        Assert.Equal(
            [
                "actors ManyToMany roles_film_fkey via roles roles_film_fkey id=film roles_actor_fkey actor=id",
                "events_2 OneToMany events_2_own_fkey id=own",
                "nicknames OneToMany nicknames_film_fkey id=film",
                "roles OneToMany roles_film_fkey id=film",
            ],
            await FromAsync(major, "films"));
        Assert.Contains("films ManyToMany roles_actor_fkey via roles roles_actor_fkey id=actor roles_film_fkey film=id", await FromAsync(major, "actors"));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_junction_of_a_table_with_itself_leads_both_ways(int major) =>
        Assert.Equal(
            [
                "actors ManyToMany friends_a_fkey via friends friends_a_fkey id=a friends_b_fkey b=id",
                "actors ManyToMany friends_b_fkey via friends friends_b_fkey id=b friends_a_fkey a=id",
            ],
            (await FromAsync(major, "actors")).Where(r => r.StartsWith("actors", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task What_is_not_exposed_leads_nowhere(int major)
    {
        Assert.Empty(await FromAsync(major, "leaks"));
        Assert.DoesNotContain(await FromAsync(major, "people"), r => r.Contains("secrets", StringComparison.Ordinal));
        Assert.DoesNotContain(await FromAsync(major, "films"), r => r.Contains("votes", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_partition_repeats_nothing_of_its_parent(int major)
    {
        Assert.Equal(["notes OneToMany notes_event_day_fkey id=event,day=day", "tasks ManyToOne events_task_fkey task=id"], await FromAsync(major, "events"));
        Assert.Empty(await FromAsync(major, "events_1"));
        Assert.Equal(["films ManyToOne events_2_own_fkey own=id"], await FromAsync(major, "events_2"));
        Assert.Equal(["events ManyToOne notes_event_day_fkey event=id,day=day"], await FromAsync(major, "notes"));
        Assert.Equal(["events OneToMany events_task_fkey id=task"], (await FromAsync(major, "tasks")).Where(r => r.StartsWith("events", StringComparison.Ordinal)));
        Assert.Equal(["day", "id"], (await tables.SnapshotAsync(major)).Find("public", "events_2")!.PrimaryKey.Order());
    }

    internal static string Print(Relationship way) =>
        $"{way.Target.Name} {way.Cardinality} {way.Constraint} {Pairs(way.Columns)}" + (way.Junction is { } junction
            ? $"via {junction.Relation.Name} {junction.SourceConstraint} {Pairs(junction.SourceColumns)} {junction.TargetConstraint} {Pairs(junction.TargetColumns)}"
            : "");

    private async Task<string[]> FromAsync(int major, string table)
    {
        var snapshot = await tables.SnapshotAsync(major);
        return [.. snapshot.From(snapshot.Find("public", table)!).Select(Print)];
    }

    private static string Pairs(IEnumerable<ColumnPair> pairs) => string.Join(',', pairs.Select(p => $"{p.Left.Name}={p.Right.Name}"));
}
