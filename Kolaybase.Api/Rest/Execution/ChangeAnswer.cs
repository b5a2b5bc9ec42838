using Kolaybase.Api.Rest.Formats;
using Kolaybase.Api.Rest.Planning;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>Answers writes: nothing is sent before the commit, where deferred constraints still fail.</summary>
internal sealed class ChangeAnswer(HttpContext http, RestLimits limits, TimeProvider clock)
{
    /// <summary>Writes the answer.</summary>
    /// <param name="results">Stands on the write's result.</param>
    /// <param name="returning">What comes back of each row; null means nothing.</param>
    /// <param name="format">How rows are put together.</param>
    /// <param name="counted">Whether a statement without rows answers with their number, as one with a guard does.</param>
    /// <param name="committed">Sets status and headers: gets the number of rows.</param>
    public async Task WriteAsync(Results results, RowsPlan? returning, AnswerFormat format, bool counted, Action<long> committed)
    {
        if (returning is not null)
        {
            await new RowsAnswer(http, results, format, returning.Output, limits, clock).SendAsync(hold: true, committed);
            return;
        }

        var rows = counted ? await results.ReadNumberAsync() : 0;
        var settings = await results.FinishAsync();
        committed(counted ? rows : results.RowsAffected);
        await settings.CompleteAsync(http.Response);
    }
}
