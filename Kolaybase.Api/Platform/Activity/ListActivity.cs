using System.ComponentModel;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Platform.Activity;

/// <summary><c>GET /api/projects/{id}/activity</c>: who changed the schema or ran SQL, the newest first.</summary>
internal static class ListActivity
{
    /// <summary>The header that names where the next page begins; absent on the last one.</summary>
    private const string NextCursor = "X-Next-Cursor";

    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static async Task<Ok<ActivityAnswer[]>> HandleAsync(
        HttpContext context,
        Guid id,
        AuditEntries audit,
        [FromQuery, Description("Entries of a page, 1 to 200; 50 when not given.")] int? limit,
        [FromQuery, Description("X-Next-Cursor of the page before.")] Guid? cursor,
        CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, $"The parameter \"limit\" must be from 1 to {MaxLimit}.");
        }

        // One more tells whether there is another page.
        var wanted = limit ?? DefaultLimit;
        var entries = await audit.ListAsync(id, cursor, wanted + 1, cancellationToken);
        if (entries.Count > wanted)
        {
            context.Response.Headers[NextCursor] = entries[wanted - 1].Entry.Id.ToString();
        }

        return TypedResults.Ok(entries.Take(wanted).Select(e => ActivityAnswer.From(e.Entry, e.Email)).ToArray());
    }
}
