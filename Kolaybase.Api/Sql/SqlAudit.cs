using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Audit;

namespace Kolaybase.Api.Sql;

/// <summary>Notes texts of SQL in the project's audit log: before they run, since a text may commit by itself (decision 19), and what became of them. The text itself is not kept.</summary>
internal sealed class SqlAudit(AuditLog log)
{
    /// <summary>Runs one and notes it.</summary>
    /// <param name="note">Who does what.</param>
    /// <param name="run">Runs it, and adds the command of each statement that has succeeded.</param>
    /// <param name="cancellationToken">Gives up before it has begun.</param>
    /// <exception cref="ApiException">503: it can't be noted; nothing was done.</exception>
    public async Task<T> NoteAsync<T>(AuditNote note, Func<ICollection<string>, Task<T>> run, CancellationToken cancellationToken)
    {
        var entry = await log.BeginOrRefuseAsync(note, cancellationToken);
        var commands = new List<string>();
        try
        {
            var result = await run(commands);
            await log.EndAsync(entry, AuditOutcome.Done, commands);
            return result;
        }
        catch (ApiException refusal) when (refusal.Status < StatusCodes.Status500InternalServerError)
        {
            // Any other end leaves it pending: what took effect is not known.
            await log.EndAsync(entry, AuditOutcome.Failed, commands);
            throw;
        }
    }
}
