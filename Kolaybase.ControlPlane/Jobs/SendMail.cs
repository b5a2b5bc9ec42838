namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Renders and sends one mail.</summary>
/// <param name="Id">Identifier of the mail, the same in every retry: it makes the Message-ID, so that a mail sent twice is seen as one.</param>
/// <param name="To">The address.</param>
/// <param name="Template">Which mail: a name in <see cref="Mail.MailTemplates"/>, or in <see cref="Mail.UserMails"/> where there is a <paramref name="ProjectId"/>.</param>
/// <param name="FieldsSealed">JSON object of the template's fields, sealed with purpose <see cref="SecretPurposes.MailBody"/> and owner = <paramref name="Id"/>: codes must not lie readable in the queue.</param>
/// <param name="ProjectId">The project whose end user gets it, in the project's words and by its server; null for a mail of the platform.</param>
public sealed record SendMail(Guid Id, string To, string Template, string FieldsSealed, Guid? ProjectId = null);
