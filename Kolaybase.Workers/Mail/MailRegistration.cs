using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;
using Kolaybase.Workers.Mail.Smtp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Mail;

/// <summary>Registers what renders and delivers mails.</summary>
public static class MailRegistration
{
    /// <summary>Needs the control plane's services.</summary>
    /// <remarks>The section <c>Kolaybase:Mail</c> is read when the host starts: a process that only migrates or lists jobs needs none.</remarks>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => MailOptionsReader.Read(configuration))
        .AddSingleton<MailRenderer>()
        .AddSingleton<MailFolder>()
        .AddSingleton<SmtpDelivery>()
        .AddSingleton<OwnServerTurns>()
        .AddSingleton<MailTelemetry>()
        .AddSingleton<MailDelivery>()
        .AddHostedService<MailAtStart>()
        .AddJobHandler<SendMail, SendMailHandler>()
        .AddJobHandler<RequestPasswordReset, PasswordResetHandler>();
}
