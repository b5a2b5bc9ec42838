using Kolaybase.Tests.Platform;
using Npgsql;

namespace Kolaybase.Tests.Replicas;

/// <summary>A project with a table <c>ledger (id uuid primary key, n int)</c>, made by the stack's own workers.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="ServiceKey">Its secret key.</param>
/// <param name="Owner">Connection string of its database's owner, without a pool: servers are killed under it.</param>
public sealed record LedgerProject(Guid Id, string ServiceKey, string Owner)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes one.</summary>
    public static async Task<LedgerProject> CreateAsync(PlatformClient member)
    {
        var made = (await member.PostAsync("/api/projects", new { name = "Ledger" })).Expect(201);
        var id = made.GetProperty("id").GetGuid();
        var database = (await member.GetAsync($"/api/projects/{id}/connect")).Expect(200).GetProperty("database");
        var owner = new NpgsqlConnectionStringBuilder
        {
            Host = database.GetProperty("host").GetString(),
            Port = database.GetProperty("port").GetInt32(),
            Database = database.GetProperty("name").GetString(),
            Username = database.GetProperty("user").GetString(),
            Password = database.GetProperty("password").GetString(),
            Pooling = false,
        };
        var project = new LedgerProject(id, made.GetProperty("serviceKey").GetString()!, owner.ConnectionString);
        await project.ExecuteAsync("create table ledger (id uuid primary key, n int not null)");
        return project;
    }

    /// <summary>Runs SQL as the owner.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>How many of these rows are not there.</summary>
    public async Task<int> MissingAsync(Guid[] ids)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("select count(*) from unnest($1) as a(id) where not exists (select from ledger l where l.id = a.id)", connection);
        command.Parameters.Add(new() { Value = ids });
        return (int)(long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
