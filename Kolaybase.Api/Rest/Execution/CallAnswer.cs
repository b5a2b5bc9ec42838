using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Answers a call; nothing is sent before the end of one that may write.</summary>
internal sealed class CallAnswer(HttpContext http, CallPlan plan, RestLimits limits, TimeProvider clock)
{
    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(Results results)
    {
        if (plan.HeadOnly)
        {
            await WriteHeadAsync(results);
        }
        else if (plan.Source.Routine.Result.Kind == Schema.RoutineResultKind.Void)
        {
            await WriteNothingAsync(results);
        }
        else
        {
            await WriteRowsAsync(results);
        }
    }

    private async Task WriteHeadAsync(Results results)
    {
        var rows = await results.ReadNumberAsync();
        var total = plan.Count ? results.Reader.GetInt64(1) : null as long?;
        var settings = await results.FinishAsync();
        if (plan.Format.IsSingular && rows != 1)
        {
            throw RestErrors.NotSingular(rows);
        }

        SetRange(rows, total);
        if (plan.Source.Routine.Result.Kind == Schema.RoutineResultKind.Void)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            http.Response.ContentType = plan.Format.ContentType;
        }

        await settings.CompleteAsync(http.Response);
    }

    private async Task WriteNothingAsync(Results results)
    {
        var rows = 0L;
        var total = null as long?;
        while (await results.Reader.ReadAsync(http.RequestAborted))
        {
            rows++;
            total = plan.Count ? results.Reader.GetInt64(results.Reader.FieldCount - 1) : null;
        }

        var settings = await results.FinishAsync();
        SetRange(rows, total);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        await settings.CompleteAsync(http.Response);
    }

    private async Task WriteRowsAsync(Results results)
    {
        var writer = RowsWriters.Create(plan.Format, plan.Rows.Output);
        var counted = plan.Count ? new CountedWriter(writer) : null;
        await new RowsAnswer(http, results, plan.Format, plan.Rows.Output, limits, clock, counted ?? writer).SendAsync(
            hold: !plan.ReadOnly,
            ended: rows =>
            {
                if (plan.Format.IsSingular && counted is { Rows: not 1 })
                {
                    throw RestErrors.NotSingular(counted.Rows);
                }

                SetRange((writer as MadeWriter)?.Rows ?? counted?.Rows ?? rows, counted?.Total);
            },
            streams: () =>
            {
                // Without a total the last row of a stream is not known yet, and no header is better than a wrong one.
                if (counted is not null)
                {
                    SetRange(Math.Min(counted.Total - plan.Rows.Offset, plan.Rows.Limit ?? long.MaxValue), counted.Total);
                }
            });
    }

    private void SetRange(long rows, long? total)
    {
        // What has been written is not taken back by a page that lies beyond its end.
        if (plan.ReadOnly && total < plan.Rows.Offset)
        {
            throw RestErrors.RangeNotSatisfiable($"An offset of {plan.Rows.Offset} was requested, but there are only {total} rows.", ContentRange.Of(0, 0, total));
        }

        http.Response.StatusCode = ContentRange.Status(rows, total);
        http.Response.Headers.ContentRange = ContentRange.Of(plan.Rows.Offset, rows, total);
    }
}
