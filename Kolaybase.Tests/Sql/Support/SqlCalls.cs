using System.Text.Json;
using Kolaybase.Tests.Tables.Support;

namespace Kolaybase.Tests.Sql.Support;

/// <summary>The SQL endpoint of a project.</summary>
internal static class SqlCalls
{
    /// <summary>Sends a text with what else the body is to hold.</summary>
    public static Task<Answer> TrySqlAsync(this TablesProject project, string query, object?[]? values = null, int? page = null, int? limit = null, Caller caller = Caller.Service) =>
        project.SendAsync("POST", "/api/sql/execute", JsonSerializer.Serialize(Body(project.Id, query, values, page, limit)), caller);

    /// <summary>Runs a text that has to succeed.</summary>
    public static async Task<JsonElement> RunSqlAsync(this TablesProject project, string query, object?[]? values = null, int? page = null, int? limit = null)
    {
        var answer = await project.TrySqlAsync(query, values, page, limit);
        Assert.True(answer.Status == 200, $"{query}: {answer} {project.Faults()}");
        return answer.Json;
    }

    /// <summary>The rows of a text that has to succeed, as JSON.</summary>
    public static async Task<string> RowsAsync(this TablesProject project, string query, params object?[] values) =>
        (await project.RunSqlAsync(query, values)).GetProperty("rows").GetRawText();

    /// <summary>The columns, as <c>name type</c>.</summary>
    public static IEnumerable<string> Columns(this JsonElement answer) =>
        answer.GetProperty("columns").EnumerateArray().Select(c => $"{c.GetProperty("name").GetString()} {c.GetProperty("type").GetString()}");

    /// <summary>A text that has to be refused with 400 and that code.</summary>
    public static async Task<Refusal> RefusedSqlAsync(this TablesProject project, string code, string query, params object?[] values)
    {
        var answer = await project.TrySqlAsync(query, values.Length == 0 ? null : values);
        Assert.True(answer.Status == 400, $"{query}: expected 400 {code}, got {answer} {project.Faults()}");
        Assert.True(answer.Json.GetProperty("code").GetString() == code, $"{query}: expected {code}, got {answer}");
        return new(code, answer.Json.GetProperty("message").GetString()!, answer.Json.GetProperty("details").GetString(), answer.Json.GetProperty("hint").GetString());
    }

    private static Dictionary<string, object?> Body(Guid project, string query, object?[]? values, int? page, int? limit) =>
        new Dictionary<string, object?> { ["projectId"] = project, ["query"] = query, ["params"] = values, ["page"] = page, ["limit"] = limit }
            .Where(field => field.Value is not null).ToDictionary();
}
