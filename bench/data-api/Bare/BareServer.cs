using System.Text.Json;
using Kolaybase.Bench.DataApi.Capture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Kolaybase.Bench.DataApi.Bare;

/// <summary>
/// The floor under our API: Kestrel that says hello, and Kestrel that sends captured statements as one Npgsql batch and copies
/// the values as they come. Run in a process of its own: <c>serve url statements.json</c>, the connection string in <see cref="Variable"/>.
/// </summary>
internal static class BareServer
{
    /// <summary>The variable with the connection string.</summary>
    public const string Variable = "BARE_DATABASE";

    /// <summary>Serves until the process is ended.</summary>
    public static async Task RunAsync(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.Run("/hello", http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 2;
            return http.Response.Body.WriteAsync("[]"u8.ToArray(), http.RequestAborted).AsTask();
        });

        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(Variable)!);
        foreach (var (name, plan) in JsonSerializer.Deserialize<Dictionary<string, Plan>>(await File.ReadAllTextAsync(file))!)
        {
            app.Run($"/{name}", http => AnswerAsync(http, source, plan));
        }

        await app.RunAsync();
    }

    private static void Run(this WebApplication app, string path, RequestDelegate answer) => app.Map(path, (IApplicationBuilder branch) => branch.Run(answer));

    private static async Task AnswerAsync(HttpContext http, NpgsqlDataSource source, Plan plan)
    {
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        await using var batch = new NpgsqlBatch(connection);
        var key = http.Request.QueryString.Value![1..];
        foreach (var statement in plan.Statements)
        {
            var command = new NpgsqlBatchCommand(statement.Text);
            foreach (var value in statement.Parameters)
            {
                command.Parameters.Add(new() { Value = value == plan.Key ? key : value, NpgsqlDbType = NpgsqlDbType.Unknown });
            }

            batch.BatchCommands.Add(command);
        }

        using var body = new MemoryStream();
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        await reader.NextResultAsync(http.RequestAborted);
        var scratch = new byte[4096];
        while (await reader.ReadAsync(http.RequestAborted))
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                body.Write(scratch.AsSpan(0, (int)reader.GetBytes(i, 0, scratch, 0, scratch.Length)));
            }
        }

        await reader.NextResultAsync(http.RequestAborted);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    /// <summary>What a path runs.</summary>
    /// <param name="Statements">The statements.</param>
    /// <param name="Key">The value that the query string replaces.</param>
    internal sealed record Plan(IReadOnlyList<CapturedStatement> Statements, string Key);
}
