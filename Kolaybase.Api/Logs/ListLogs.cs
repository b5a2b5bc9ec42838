using Kolaybase.ControlPlane.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Logs;

/// <summary><c>GET /api/projects/{id}/logs</c>: requests and jobs, the newest first.</summary>
internal static class ListLogs
{
    /// <summary>The header that names where the next page begins; absent on the last one.</summary>
    private const string NextCursor = "X-Next-Cursor";

    public static async Task<Ok<LogAnswer[]>> HandleAsync([AsParameters] LogsQuery query, HttpContext context, Guid id, LogEntries logs, CancellationToken cancellationToken)
    {
        // One more tells whether there is another page.
        var wanted = query.Wanted();
        var entries = await logs.ListAsync(id, query.Filter(), query.Cursor, wanted + 1, cancellationToken);
        if (entries.Count > wanted)
        {
            context.Response.Headers[NextCursor] = entries[wanted - 1].Id.ToString();
        }

        return TypedResults.Ok(entries.Take(wanted).Select(LogAnswer.From).ToArray());
    }
}
