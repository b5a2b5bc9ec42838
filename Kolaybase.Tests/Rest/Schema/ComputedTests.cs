using Kolaybase.Api.Rest.Schema;
using Kolaybase.Tests.Rest.Support;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class ComputedTests(ComputedTests.Functions functions) : IClassFixture<ComputedTests.Functions>
{
    public sealed class Functions() : LoadedSchema(
        """
        create schema api; create schema hidden;
        create table people (id int primary key, first text, last text);
        create table api.teams (id int primary key, lead int references people);
        create table members (team int references api.teams, person int references people, primary key (team, person));
        create table hidden.secrets (id int);
        create view adults as select * from people;
        create function full_name(people) returns text language sql stable as 'select null::text';
        create function first(people) returns text language sql stable as 'select null::text';
        create function tags(p people) returns text[] language sql stable as 'select null::text[]';
        create function words(people) returns setof text language sql stable as 'select null::text';
        create function nothing(people) returns void language sql as '';
        create function two(people, int) returns text language sql stable as 'select null::text';
        create function age(adults) returns int language sql stable as 'select 1';
        create function full_name(api.teams) returns text language sql stable as 'select null::text';
        create function hidden.secret(people) returns text language sql stable as 'select null::text';
        create function friends(people) returns setof people language sql stable as 'select * from people';
        create function best_friend(people) returns setof people rows 1 language sql stable as 'select * from people';
        create function twin(people) returns people language sql stable as 'select * from people';
        create function api.people(api.teams) returns setof people language sql stable as 'select * from people';
        create function members(people) returns setof members language sql stable as 'select * from members';
        create function secrets(people) returns setof hidden.secrets language sql stable as 'select * from hidden.secrets';
        """,
        "api",
        "public");

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_function_of_a_row_that_returns_one_value_is_a_computed_field(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);
        var people = snapshot.Find("public", "people")!;

        Assert.Equal(["first text", "full_name text", "tags text[]", "twin public.people"], people.Computed.Select(c => $"{c.Name} {c.Type.Sql}").Order(StringComparer.Ordinal));
        Assert.Equal(new QualifiedName("public", "full_name"), people.Find("full_name")!.ComputedBy);
        Assert.Equal(["age"], snapshot.Find("public", "adults")!.Computed.Select(c => c.Name));
        Assert.Equal(["full_name"], snapshot.Find("api", "teams")!.Computed.Select(c => c.Name));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_column_hides_a_computed_field_of_its_name(int major) =>
        Assert.Null((await functions.SnapshotAsync(major)).Find("public", "people")!.Find("first")!.ComputedBy);

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_function_from_a_row_to_rows_is_a_relationship_and_ROWS_1_makes_it_to_one(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        Assert.Equal(
            ["best_friend people ManyToOne True", "friends people OneToMany True", "members members OneToMany False", "twin people ManyToOne True"],
            snapshot.From(snapshot.Find("public", "people")!).Where(r => r.Function is not null)
                .Select(r => $"{r.Function!.Value.Name} {r.Target.Name} {r.Cardinality} {r.IsSelf}").Order(StringComparer.Ordinal));
        Assert.All(snapshot.From(snapshot.Find("public", "people")!).Where(r => r.Function is not null), r => Assert.Equal(r.Function!.Value.Name, r.Constraint));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task A_function_overrides_the_detected_ways_to_the_relation_of_its_name_in_its_schema(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        var members = Assert.Single(snapshot.From(snapshot.Find("public", "people")!), r => r.Target.Name == "members");
        Assert.Equal(new QualifiedName("public", "members"), members.Function);
        // api.people(api.teams) is not in the schema of public.people, whose detected way stays.
        Assert.Equal(
            ["ManyToMany ", "ManyToOne ", "OneToMany api.people"],
            snapshot.From(snapshot.Find("api", "teams")!).Where(r => r.Target.Name == "people").Select(r => $"{r.Cardinality} {r.Function}").Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(PostgresServers.Majors), MemberType = typeof(PostgresServers))]
    public async Task Relations_of_every_exposed_schema_are_found_and_related(int major)
    {
        var snapshot = await functions.SnapshotAsync(major);

        Assert.Equal(["teams"], snapshot.Names("api"));
        Assert.Equal(["adults", "members", "people"], snapshot.Names("public").Order(StringComparer.Ordinal));
        Assert.Empty(snapshot.Names("hidden"));
        Assert.Equal("api", snapshot.From(snapshot.Find("public", "members")!).Single(r => r.Target.Name == "teams").Target.Schema);
    }
}
