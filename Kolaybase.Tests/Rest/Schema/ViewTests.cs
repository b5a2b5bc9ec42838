using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class ViewTests(ViewTests.Views views) : IClassFixture<ViewTests.Views>
{
    public sealed class Views() : LoadedSchema(
        """
        create schema hidden;
        create table films (id int primary key, title text, director int);
        create table directors (id int primary key, name text);
        alter table films add foreign key (director) references directors;
        create table actors (id int primary key, name text);
        create table roles (film int references films, actor int references actors, part text, primary key (film, actor));
        create table orders (year int, number int, primary key (number, year));
        create table lines (id int primary key, year int, number int, foreign key (number, year) references orders (number, year));
        create table awards (film int primary key references films, name text);
        create table people (id int primary key, boss int references people);
        create table hidden.cities (id int primary key, name text);
        create table hidden.streets (id int primary key, city int references hidden.cities);

        create view plain as select director as "made by", id as nr, title from films;
        create view starred as select * from films;
        create view on_view as select nr, "made by" as maker from plain;
        create view hidden.in_between as select f.id, f.director from films f;
        create view on_hidden as select id, director from hidden.in_between;
        create materialized view stored as select id, director from films;
        create view by_cte as with f as (select id, director from films) select * from f;
        create view by_subquery as select s.id, s.director from (select * from films) s;
        create view by_join as select f.id, f.director, d.name from films f left join directors d on d.id = f.director;
        create view by_using as select * from films join (select id as director, name from directors) d using (director);
        create view all_films as select id, director from films union all select id, director from films;
        create view computed as select id + 0 as id, director::bigint as director from films;
        create view grouped as select director, count(*) from films group by director;
        create view keyless as select director, title from films;
        create view twice as select id as a, id as b, director as c, director as d from films;
        create view both_keys as select f.id, d.id as director_id, d.name from films f cross join directors d;
        create view half_key as select year from orders;
        create view half_reference as select id, year from lines;
        create view whole_key as select year as y, number as n from orders;
        create view people_view as select id, boss from people;
        create view cities as select * from hidden.cities;
        create view streets as select * from hidden.streets;
        create view roles_view as select part, actor, film from roles;
        create view actors_view as select * from actors;
        create view awards_view as select * from awards;
        create view odd as select id as ":resno", title as "({ ""\})", director as " <> " from films;
        create view system as select tableoid as id from films;
        create view circle_a as select id from films;
        create view circle_b as select id from circle_a;
        create or replace view circle_a as select id from circle_b;
        create view ruled as select id, director from films;
        create rule replaced as on update to ruled do instead update films set title = 'x' where id = old.id;
        """);

    public static TheoryData<string, string> Keys { get; } = new()
    {
        { "plain", "nr" },
        { "starred", "id" },
        { "on_view", "nr" },
        { "on_hidden", "id" },
        { "stored", "id" },
        { "by_cte", "id" },
        { "by_subquery", "id" },
        { "by_join", "id" },
        { "by_using", "id" },
        { "all_films", "" },
        { "computed", "" },
        { "grouped", "" },
        { "keyless", "" },
        { "twice", "a" },
        { "both_keys", "id,director_id" },
        { "half_key", "" },
        { "whole_key", "n,y" },
        { "cities", "id" },
        { "roles_view", "film,actor" },
        { "odd", ":resno" },
        { "system", "" },
        { "circle_a", "" },
        { "circle_b", "" },
        { "ruled", "id" },
    };

    public static TheoryData<int, string, string> KeysOnAllMajors => new(from major in PostgresServers.Majors from row in Keys select (major.Data, row.Data.Item1, row.Data.Item2));

    public static TheoryData<string, string[]> FromViews { get; } = new()
    {
        { "plain", ["directors ManyToOne films_director_fkey made by=id"] },
        { "on_view", ["directors ManyToOne films_director_fkey maker=id"] },
        { "on_hidden", ["directors ManyToOne films_director_fkey director=id"] },
        { "stored", ["directors ManyToOne films_director_fkey director=id"] },
        { "by_cte", ["directors ManyToOne films_director_fkey director=id"] },
        { "by_join", ["directors ManyToOne films_director_fkey director=id"] },
        { "grouped", ["directors ManyToOne films_director_fkey director=id"] },
        { "twice", ["directors ManyToOne films_director_fkey c=id", "directors ManyToOne films_director_fkey d=id"] },
        { "odd", ["directors ManyToOne films_director_fkey  <> =id"] },
        { "ruled", ["directors ManyToOne films_director_fkey director=id"] },
        { "all_films", [] },
        { "computed", [] },
        { "half_reference", [] },
        { "circle_a", [] },
        { "half_key", [] },
        { "whole_key", ["lines OneToMany lines_number_year_fkey n=number,y=year"] },
        { "streets", ["cities ManyToOne streets_city_fkey city=id"] },
        { "cities", ["streets OneToMany streets_city_fkey id=city"] },
    };

    public static TheoryData<int, string, string[]> WaysOnAllMajors => new(from major in PostgresServers.Majors from row in FromViews select (major.Data, row.Data.Item1, row.Data.Item2));

    [Theory, MemberData(nameof(KeysOnAllMajors))]
    public async Task A_view_has_the_primary_keys_that_it_shows_whole(int major, string view, string key) =>
        Assert.Equal(key, string.Join(',', (await views.SnapshotAsync(major)).Find("public", view)!.PrimaryKey));

    [Theory, MemberData(nameof(WaysOnAllMajors))]
    public async Task A_view_that_shows_a_whole_foreign_key_leads_where_it_leads(int major, string view, string[] expected) =>
        Assert.Equal(expected, await WaysAsync(major, view, r => r.Columns.Length > 0 && r.Target.Name is "directors" or "lines" or "cities" or "streets"));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_table_leads_to_every_view_of_its_target(int major) =>
        Assert.Equal(
            ["by_cte", "by_join", "by_subquery", "by_using", "films", "grouped", "keyless", "odd", "on_hidden", "on_view", "plain", "ruled", "starred", "stored", "twice", "twice"],
            (await ExposedAsync(major, "directors", r => r.Constraint == "films_director_fkey")).Select(r => r.Target.Name));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_view_leads_to_views_and_itself(int major) =>
        Assert.Equal(
            ["people False OneToMany id=boss", "people False ManyToOne boss=id", "people_view True OneToMany id=boss", "people_view True ManyToOne boss=id"],
            (await ExposedAsync(major, "people_view", _ => true)).Select(r => $"{r.Target.Name} {r.IsSelf} {r.Cardinality} {r.Columns[0].Left.Name}={r.Columns[0].Right.Name}"));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task One_to_one_stays_so_through_views(int major) =>
        Assert.Equal(
            ["awards OneToOne awards_film_fkey nr=film", "awards_view OneToOne awards_film_fkey nr=film"],
            await WaysAsync(major, "plain", r => r.Constraint == "awards_film_fkey"));

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Views_are_junctions_and_ends_of_junctions(int major) =>
        Assert.Equal(
            [
                "actors ManyToMany roles_film_fkey via roles roles_film_fkey nr=film roles_actor_fkey actor=id",
                "actors ManyToMany roles_film_fkey via roles_view roles_film_fkey nr=film roles_actor_fkey actor=id",
                "actors_view ManyToMany roles_film_fkey via roles roles_film_fkey nr=film roles_actor_fkey actor=id",
                "actors_view ManyToMany roles_film_fkey via roles_view roles_film_fkey nr=film roles_actor_fkey actor=id",
            ],
            (await WaysAsync(major, "plain", r => r.Junction is not null)).Order(StringComparer.Ordinal));

    private async Task<string[]> WaysAsync(int major, string view, Func<Relationship, bool> which) => [.. (await ExposedAsync(major, view, which)).Select(RelationshipTests.Print)];

    private async Task<IEnumerable<Relationship>> ExposedAsync(int major, string relation, Func<Relationship, bool> which)
    {
        var snapshot = await views.SnapshotAsync(major);
        return snapshot.From(snapshot.Find("public", relation)!).Where(which);
    }
}
