using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Logs;
using Kolaybase.Workers.Provisioning;
using Npgsql;
using Rebus.Messages;

namespace Kolaybase.Workers.Jobs;

/// <summary>Leaves an entry for each attempt of a project's job in the log of that project. What failures say may hold anything: told is what is meant for the team, and SQLSTATEs.</summary>
internal sealed class JobLog(ProjectLog log, TimeProvider time)
{
    private const string Unsaid = "A fault of the server; its own log has more of it under the request id.";

    /// <summary>Notes an attempt that has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="headers">Its message's headers.</param>
    /// <param name="attempt">Which attempt it was.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="fault">Why it failed; null when it did not.</param>
    public void Note(object job, IReadOnlyDictionary<string, string> headers, JobAttempt attempt, TimeSpan duration, LogOutcome outcome, Exception? fault = null)
    {
        try
        {
            Add(job, headers, attempt, duration, outcome, fault);
        }
        catch (Exception)
        {
            // The attempt ends as it ended, whatever becomes of its entry.
            log.Failed();
        }
    }

    private void Add(object job, IReadOnlyDictionary<string, string> headers, JobAttempt attempt, TimeSpan duration, LogOutcome outcome, Exception? fault)
    {
        if (JobProjects.Of(job) is not { } project || !log.Takes(project, LogShare.Jobs))
        {
            return;
        }

        var sqlState = SqlStateIn(fault);
        log.Add(new ProjectLogEntry
        {
            ProjectId = project,
            At = time.GetUtcNow() - duration,
            Kind = LogKind.Job,
            RequestId = headers.GetValueOrDefault(JobHeaders.RequestId),
            Job = JobTypes.NameOf(job.GetType()),
            JobId = headers.GetValueOrDefault(Headers.MessageId),
            Attempt = attempt.Number,
            Outcome = outcome,
            DurationMs = Math.Round(duration.TotalMilliseconds, 1),
            Code = sqlState,
            Cause = fault is null ? null : (fault as ProvisioningException)?.PublicMessage ?? (sqlState is null ? Unsaid : $"A database refused it with SQLSTATE {sqlState}."),
            Hint = outcome == LogOutcome.Failed ? $"It is tried again: attempt {attempt.Number + 1} of {attempt.Of}." : null,
        });
    }

    private static string? SqlStateIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is PostgresException postgres)
            {
                return SqlConditions.Known(postgres.SqlState);
            }
        }

        return null;
    }
}
