using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail.Smtp;

namespace Kolaybase.Workers.Mail;

/// <summary>Spans and counts of hand-overs of mails. Neither who gets a mail nor what it says is in them.</summary>
internal sealed class MailTelemetry
{
    /// <summary>Name of the activities' source and of the meter.</summary>
    public const string Name = "Kolaybase.Mail";

    /// <summary>A file in the folder.</summary>
    public const string Folder = "folder";

    /// <summary>The platform's mail server.</summary>
    public const string Platform = "platform_smtp";

    /// <summary>A project's own mail server.</summary>
    public const string Project = "project_smtp";

    private static readonly ActivitySource s_source = new(Name);
    private readonly Counter<long> _mails;

    public MailTelemetry(IMeterFactory meters) =>
        _mails = meters.Create(Name).CreateCounter<long>("kolaybase.mails", "{mail}", "Hand-overs of mails by their outcome; one that is tried again counts again.");

    /// <summary>Hands a mail over.</summary>
    /// <param name="transport">One of the three ways.</param>
    /// <param name="id">The mail.</param>
    /// <param name="handOver">Does it.</param>
    public async Task RunAsync(string transport, Guid id, Func<Task> handOver)
    {
        using var activity = s_source.StartActivity("send mail", ActivityKind.Client);
        activity?.SetTag("kolaybase.mail.id", id.ToString()).SetTag("kolaybase.mail.transport", transport);
        try
        {
            await handOver();
            Count(transport, "sent");
        }
        catch (Exception exception) when (exception is not JobPostponedException)
        {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().Name);
            Count(transport, exception switch
            {
                MailRefusedException => "refused",
                MailDeferredException => "deferred",
                _ => "failed",
            });
            throw;
        }
    }

    private void Count(string transport, string result) =>
        _mails.Add(1, KeyValuePair.Create("kolaybase.mail.transport", (object?)transport), KeyValuePair.Create("kolaybase.mail.result", (object?)result));
}
