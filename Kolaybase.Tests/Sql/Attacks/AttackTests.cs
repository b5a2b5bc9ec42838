using Kolaybase.Tests.Sql.Support;
using Kolaybase.Tests.Tables.Support;
using Npgsql;

namespace Kolaybase.Tests.Sql.Attacks;

/// <summary>Every attack through the SQL endpoint and by a direct connection of the owner, on the oldest and the newest PostgreSQL.</summary>
public class AttackTests(AttackFixture fixture) : IClassFixture<AttackFixture>
{
    public static TheoryData<Attack> Attacks { get; } = [.. AttackList.All];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task It_is_refused_by_the_server_itself(Attack attack)
    {
        foreach (var major in new[] { 15, 18 })
        {
            var (mine, other) = await fixture.ProjectsAsync(major);
            var sql = attack.Sql.Replace("{mine}", mine.Provisioned.Ref.Database.Name, StringComparison.Ordinal).Replace("{other}", other.Provisioned.Ref.Database.Name, StringComparison.Ordinal);

            var answer = await mine.TrySqlAsync(sql);
            Assert.True(answer.Status == 400 && attack.SqlStates.Contains(answer.Json.GetProperty("code").GetString()), $"PostgreSQL {major}, endpoint: {answer}");

            await using var direct = await mine.OpenAsync();
            await using var command = new NpgsqlCommand(sql, direct);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.True(attack.SqlStates.Contains(refused.SqlState), $"PostgreSQL {major}, directly: {refused.SqlState} {refused.MessageText}");
        }
    }
}

/// <summary>Two projects of one server, for each version: all that is tried is refused, so that nothing is left for the next test.</summary>
public sealed class AttackFixture : IAsyncDisposable
{
    private readonly TablesHosts _hosts = new();
    private readonly Dictionary<int, Lazy<Task<(TablesProject, TablesProject)>>> _projects;

    public AttackFixture() => _projects = new[] { 15, 18 }.ToDictionary(major => major, major => new Lazy<Task<(TablesProject, TablesProject)>>(async () => (await _hosts.ProjectAsync(major), await _hosts.ProjectAsync(major))));

    public Task<(TablesProject Mine, TablesProject Other)> ProjectsAsync(int major) => _projects[major].Value;

    public ValueTask DisposeAsync() => _hosts.DisposeAsync();
}
