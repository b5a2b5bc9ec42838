using Kolaybase.Workers.Jobs;

namespace Kolaybase.Workers.Mail.Smtp;

/// <summary>A mail could not be handed over this time; later it may.</summary>
/// <param name="reason">What the server said or what came between, for the owner of the mail server.</param>
/// <param name="inner">The cause.</param>
internal class MailDeferredException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>A mail server did not answer in time.</summary>
/// <param name="inner">The cause.</param>
internal sealed class MailServerSilentException(Exception inner) : MailDeferredException("The mail server did not answer in time.", inner);

/// <summary>A mail will not be taken as it is: trying again would be refused again.</summary>
/// <param name="reason">What the server said, for the owner of the mail server.</param>
/// <param name="inner">The cause.</param>
internal sealed class MailRefusedException(string reason, Exception? inner = null) : PermanentFailureException(reason, inner);
