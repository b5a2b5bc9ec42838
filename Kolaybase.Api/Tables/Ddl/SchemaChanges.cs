using System.Globalization;
using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Audit;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Runs schema changes: one transaction each, logged in as the project's owner, bounded in time, all or nothing, and noted in the project's audit log.</summary>
internal sealed class SchemaChanges(ProjectDatabases databases, AuditLog audit)
{
    /// <summary>How long a statement of a change may run, in milliseconds.</summary>
    public const int StatementTimeout = 30_000;

    /// <summary>
    /// How long it waits for a lock, in milliseconds. Short, because whoever wants to read the table
    /// meanwhile waits behind it.
    /// </summary>
    public const int LockTimeout = 5_000;

    /// <summary>The client gives up after the server should have, so that the server's own words are what the caller gets.</summary>
    public const int ClientTimeoutSeconds = (StatementTimeout / 1000) + 10;

    private const int Attempts = 3;

    private const string Settings = """
        select set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true),
               set_config('standard_conforming_strings', 'on', true)
        """;

    /// <summary>Runs one; a change that only collided with another one is tried again.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="action">What is done, for the audit log, e.g. <c>table.create</c>.</param>
    /// <param name="subject">What it is done to, e.g. <c>public.news</c>.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels it until it is about to be committed.</param>
    /// <exception cref="ApiException">What <see cref="SchemaFaults"/> says of the database's refusal, 403 for a caller that may only read, 503 when it can't be noted.</exception>
    public async Task<T> RunAsync<T>(
        HttpContext context,
        ProjectCaller caller,
        string action,
        string subject,
        Func<OwnerSession, CancellationToken, Task<T>> change,
        CancellationToken cancellationToken)
    {
        caller.RequireWriter();
        var note = AuditNotes.Of(context, caller, action, subject);
        await using var connection = await databases.OpenOwnerAsync(caller.Project.Database, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var session = new OwnerSession(connection, transaction);
                await using (await session.QueryAsync(DatabaseSession.Command(Settings, Text(StatementTimeout), Text(LockTimeout)), cancellationToken))
                {
                }

                var result = await change(session, cancellationToken);
                await CommitAsync(transaction, note, cancellationToken);
                return result;
            }
            catch (PostgresException e) when ((attempt < Attempts && SchemaFaults.IsCollision(e)) || (attempt == 1 && SchemaFaults.IsStale(e)))
            {
                // Nothing of it was kept: the transaction was undone before the next attempt.
            }
            catch (PostgresException e) when (SchemaFaults.Explain(e) is { } refusal)
            {
                throw refusal;
            }
        }
    }

    /// <summary>Notes the change before it takes effect, so that none is missing, and its outcome after.</summary>
    private async Task CommitAsync(NpgsqlTransaction transaction, AuditNote note, CancellationToken cancellationToken)
    {
        var entry = await audit.BeginOrRefuseAsync(note, cancellationToken);
        try
        {
            // Not cancelled any more: whether a commit that was given up took effect is not known.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (PostgresException)
        {
            // A deferred constraint: the server says that nothing was kept.
            await audit.EndAsync(entry, AuditOutcome.Failed);
            throw;
        }

        await audit.EndAsync(entry, AuditOutcome.Done);
    }

    private static string Text(int milliseconds) => milliseconds.ToString(CultureInfo.InvariantCulture);
}
