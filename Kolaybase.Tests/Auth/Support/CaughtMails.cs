using System.Collections.Concurrent;
using System.Text.Json;
using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Jobs;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Jobs;

namespace Kolaybase.Tests.Auth.Support;

/// <summary>The mails that would have been sent.</summary>
public sealed class CaughtMails
{
    private readonly ConcurrentQueue<CaughtMail> _mails = [];

    /// <summary>Mails of a project to an address.</summary>
    public IReadOnlyList<CaughtMail> To(Guid project, string address) =>
        [.. _mails.Where(m => m.ProjectId == project && string.Equals(m.To, address, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Waits for the newest mail of a kind, beyond those that came before.</summary>
    public async Task<CaughtMail> NextAsync(Guid project, string address, string template, int before = 0)
    {
        CaughtMail[] found = [];
        await Eventually.TrueAsync(
            () =>
            {
                found = [.. To(project, address).Where(m => m.Template == template)];
                return Task.FromResult(found.Length > before);
            },
            $"the mail {template} to {address} is sent",
            TestContext.Current.CancellationToken);
        return found[^1];
    }

    internal sealed class Handler(CaughtMails mails, SecretBox box) : IJobHandler<SendMail>
    {
        public Task RunAsync(SendMail job, JobAttempt attempt, CancellationToken cancellationToken)
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(box.Open(job.FieldsSealed, SecretPurposes.MailBody, job.Id.ToString()))!;
            mails._mails.Enqueue(new(job.ProjectId, job.To, job.Template, fields));
            return Task.CompletedTask;
        }
    }
}

/// <summary>A mail.</summary>
public sealed record CaughtMail(Guid? ProjectId, string To, string Template, IReadOnlyDictionary<string, string> Fields)
{
    public string Code => Fields["code"];
}
