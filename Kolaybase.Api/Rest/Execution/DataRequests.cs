using System.Data;
using Kolaybase.Api.Http;
using Kolaybase.Api.Rest.Planning;
using Kolaybase.Api.Rest.Schema;
using Kolaybase.Api.Rest.Sql;
using Kolaybase.ControlPlane.Databases;
using Npgsql;

namespace Kolaybase.Api.Rest.Execution;

/// <summary>
/// Takes a parsed request through plan, SQL, one round trip and answer. The plan rests on a snapshot that may
/// be old: the batch asserts its version before anything else runs, so a changed schema costs one more
/// round and never a wrong answer.
/// </summary>
internal sealed class DataRequests(OpenAuthenticator open, SchemaCache schemas, AffectedGuard guard, RestLimits limits)
{
    /// <summary>Two would do for one change; a migration of many statements may commit several in a row.</summary>
    private const int Attempts = 4;

    /// <summary>Each connection of a pool may have forgotten its statements, and the next attempt may get another one.</summary>
    private const int HealingAttempts = 10;

    /// <summary>Limits of all requests.</summary>
    public RestLimits Limits => limits;

    /// <summary>Limits with what the caller's project has set for itself.</summary>
    public RestLimits LimitsOf(ProjectCaller caller) => limits.Of(caller.Project.Rest);

    /// <summary>Undoes writes that touch too much.</summary>
    public AffectedGuard Guard => guard;

    /// <summary>Runs a request.</summary>
    /// <param name="http">The request and its answer.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="plan">Compares the request with a schema.</param>
    /// <param name="write">Writes the plan's statements, which run in one transaction; none means that there is nothing to do.</param>
    /// <param name="answer">Answers from results that stand on the first statement's; nothing may be sent before the end of a write. Gets null when there was nothing to do.</param>
    /// <param name="settings">How the plan's transaction runs; null means as the method says.</param>
    public async Task RunAsync<TPlan>(
        HttpContext http,
        ProjectCaller caller,
        Func<Planner, TPlan> plan,
        Func<TPlan, SqlStatement[]> write,
        Func<TPlan, Results?, Task> answer,
        Func<TPlan, RequestSettings>? settings = null)
    {
        var profile = Profile.Of(http.Request, limits);
        var operation = new Operation<TPlan>(plan, write, answer, settings ?? (_ => RequestSettings.Of(http.Request, profile.Schema)));
        if (profile.Tell)
        {
            http.Response.Headers["Content-Profile"] = profile.Schema;
        }

        var (database, aborted) = (caller.Project.Database, http.RequestAborted);
        var snapshot = await schemas.GetAsync(database, aborted);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await AttemptAsync(http, caller, profile.Schema, snapshot, operation, retries: attempt < HealingAttempts);
                return;
            }
            catch (ApiException e) when (RestErrors.IsUnknownName(e) && !http.Response.HasStarted)
            {
                var fresh = await schemas.RefreshAsync(database, snapshot, aborted);
                if (ReferenceEquals(fresh, snapshot))
                {
                    throw;
                }

                snapshot = attempt < Attempts ? fresh : throw RestErrors.SchemaKeepsChanging(e);
            }
            catch (PostgresException e) when (e.SqlState == RequestContext.SchemaChanged)
            {
                snapshot = attempt < Attempts ? await schemas.ReloadAsync(database, snapshot, aborted) : throw RestErrors.SchemaKeepsChanging(e);
            }
            catch (PostgresException e) when (IsPlanOfOldTypes(e))
            {
                snapshot = await schemas.ReloadAsync(database, snapshot, aborted);
            }
            catch (UnusableSessionException)
            {
                // That one is cleared. The next attempt may get another one that is not.
            }
            catch (TypesChangedException e)
            {
                snapshot = attempt < Attempts ? await schemas.ReloadAsync(database, snapshot, aborted) : throw RestErrors.SchemaKeepsChanging(e);
            }
            catch (PostgresException e) when (e.SqlState == ForgottenStatements.SqlState)
            {
                // Nothing has happened: the transaction is undone, and the connection prepares anew.
            }
        }
    }

    /// <summary>A prepared statement whose columns have got other types while it waited for its table (PostgreSQL, src/backend/utils/cache/plancache.c). It did not run.</summary>
    private static bool IsPlanOfOldTypes(PostgresException e) => e is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" };

    private async Task AttemptAsync<TPlan>(HttpContext http, ProjectCaller caller, string schema, SchemaSnapshot snapshot, Operation<TPlan> operation, bool retries)
    {
        var plan = operation.Plan(new Planner(snapshot, schema, LimitsOf(caller)));
        var statements = operation.Write(plan);
        if (statements.Length == 0)
        {
            await operation.Answer(plan, null);
            return;
        }

        try
        {
            await ExecuteAsync(http, caller, snapshot, operation.Settings(plan), statements, retries, results => operation.Answer(plan, results));
        }
        catch (PostgresException e) when (e.SqlState != RequestContext.SchemaChanged && !((e.SqlState == ForgottenStatements.SqlState || IsPlanOfOldTypes(e)) && retries && !http.Response.HasStarted))
        {
            throw guard.Refusal(e.SqlState, e.MessageText) ?? SqlStateMap.ToApiException(e, caller.Role);
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            throw RestErrors.Lost(e);
        }
    }

    private async Task ExecuteAsync(HttpContext http, ProjectCaller caller, SchemaSnapshot snapshot, RequestSettings settings, SqlStatement[] statements, bool retries, Func<Results, Task> answer)
    {
        settings = settings with { TimeZone = http.Features.Get<Parsing.Preferences>()?.Timezone, RollsBack = Rollback.IsWanted(http.Request, limits) };
        await using var connection = await open(caller.Project.Database, http.RequestAborted);
        if (!snapshot.ResetsSessions)
        {
            await SessionReset.RunAsync(connection, http.RequestAborted);
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            // The server's own timeout comes first and frees the connection; this one is for a server that does not answer at all.
            Timeout = ((settings.StatementMilliseconds ?? RequestContext.StatementMilliseconds(caller.Role, limits)) / 1000) + 5,
        };
        if (settings.RollsBack)
        {
            batch.BatchCommands.Add(Rollback.Begin());
        }

        if (settings.Isolation is { } level)
        {
            // Before anything that takes a snapshot.
            batch.BatchCommands.Add(new($"SET TRANSACTION ISOLATION LEVEL {level}"));
        }

        var context = RequestContext.Command(http.Request, caller, snapshot, settings, limits);
        batch.BatchCommands.Add(context);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement.ToCommand(snapshot.Version));
        }

        var response = snapshot.SetsResponse ? new NpgsqlBatchCommand(ResponseSettings.Sql) : null;
        if (response is not null)
        {
            batch.BatchCommands.Add(response);
        }

        if (settings.RollsBack)
        {
            Rollback.End(batch);
        }

        Results? results = null;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
            results = new(connection, reader, statements.Any(s => s.ReturnsRows), response is not null, http.RequestAborted);
            try
            {
                await reader.NextResultAsync(http.RequestAborted);
                await answer(results);
            }
            catch (Exception e) when (e is not NpgsqlException && !results.IsFinished)
            {
                // Nobody wants the rest: without this, disposing would read it to its end.
                batch.Cancel();
                throw;
            }
        }
        catch (PostgresException e) when (e.SqlState == RequestContext.SchemaChanged && !ReferenceEquals(e.BatchCommand, context))
        {
            // A function of the project has raised it: that is its error, and no word about the schema.
            throw SqlStateMap.ToApiException(e, caller.Role);
        }
        catch (PostgresException e) when (e.SqlState == ForgottenStatements.SqlState)
        {
            if (settings.RollsBack)
            {
                // The transaction was begun by a statement, and after an error takes nothing but its end. The text is another than that of
                // the batch, since that may be prepared, and so forgotten, too.
                await using var end = new NpgsqlCommand("ROLLBACK /* and heal */", connection);
                await end.ExecuteNonQueryAsync(http.RequestAborted);
            }

            ForgottenStatements.Heal(connection, e);
            throw;
        }
        catch (PostgresException e) when (retries && ReferenceEquals(e.BatchCommand, context) && e.SqlState != RequestContext.SchemaChanged && connection.FullState.HasFlag(ConnectionState.Open))
        {
            // What a function has left in the session may stand against its own clearing, or hold from the beginning of the transaction that was to
            // clear it; it came back with that transaction's end. So it is cleared in one of its own.
            if (settings.RollsBack)
            {
                await using var end = new NpgsqlCommand("ROLLBACK /* and clear */", connection);
                await end.ExecuteNonQueryAsync(http.RequestAborted);
            }

            await SessionReset.RunAsync(connection, http.RequestAborted);
            throw new UnusableSessionException(e);
        }
        catch (TypesChangedException e) when (!settings.ReadOnly || http.Response.HasStarted)
        {
            throw RestErrors.NotShown(e);
        }
        catch (PostgresException e) when (response is not null && ReferenceEquals(e.BatchCommand, response) && results is not { SettingsRead: true })
        {
            throw RestErrors.ResponseSettings(e);
        }
    }

    private sealed record Operation<TPlan>(
        Func<Planner, TPlan> Plan,
        Func<TPlan, SqlStatement[]> Write,
        Func<TPlan, Results?, Task> Answer,
        Func<TPlan, RequestSettings> Settings);
}
