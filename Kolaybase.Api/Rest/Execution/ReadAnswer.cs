using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Answers a read: the rows, with their place among all that match.</summary>
internal sealed class ReadAnswer(HttpContext http, ReadPlan plan, RestLimits limits, TimeProvider clock)
{
    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(Results results, AnswerFormat format)
    {
        var total = await Counts.ReadAsync(results, plan.Count, limits.RowCap);
        if (plan.Count == Parsing.CountPreference.Exact && total < plan.Rows.Offset)
        {
            throw RestErrors.RangeNotSatisfiable($"An offset of {plan.Rows.Offset} was requested, but there are only {total} rows.", ContentRange.Of(0, 0, total));
        }

        if (plan.HeadOnly)
        {
            var rows = await results.ReadNumberAsync();
            var settings = await results.FinishAsync();
            http.Response.ContentType = format.ContentType;
            SetRange(rows, total);
            await settings.CompleteAsync(http.Response);
            return;
        }

        await new RowsAnswer(http, results, format, plan.Rows.Output, limits, clock).SendAsync(
            // A guess does not tell the last row: beside one the rows wait on disk until it is known.
            hold: total is { } guess && !IsCounted(guess),
            ended: rows => SetRange(rows, total),
            streams: () => Begin(total));
    }

    private bool IsCounted(long total) =>
        plan.Count == Parsing.CountPreference.Exact || (plan.Count == Parsing.CountPreference.Estimated && total <= limits.RowCap);

    /// <summary>Without a total the last row of a stream is not known yet, and no header is better than a wrong one.</summary>
    private void Begin(long? total)
    {
        if (total is { } known)
        {
            SetRange(Math.Min(known - plan.Rows.Offset, plan.Rows.Limit ?? long.MaxValue), known);
        }
    }

    private void SetRange(long rows, long? total)
    {
        // Rows may have come between counting and reading, and there are never fewer than are shown.
        total = rows > 0 && total is { } counted ? Math.Max(counted, plan.Rows.Offset + rows) : total;
        http.Response.StatusCode = ContentRange.Status(rows, total);
        http.Response.Headers.ContentRange = ContentRange.Of(plan.Rows.Offset, rows, total);
    }
}
