namespace Kolaybase.ControlPlane.Mail;

/// <summary>A mail to an end user that was given up; shown to the project's owner for 30 days, the newest 100 of a project.</summary>
public sealed class FailedMail
{
    /// <summary>Most rows of one project.</summary>
    public const int MaxPerProject = 100;

    /// <summary>Longest <see cref="Refusal"/>, in characters.</summary>
    public const int MaxRefusal = 500;

    /// <summary>The mail, see <see cref="Jobs.SendMail"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>Its recipient.</summary>
    public required string Email { get; init; }

    /// <summary>A name in <see cref="UserMails"/>.</summary>
    public required string Template { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>What the mail server answered, or what came between; one line.</summary>
    public required string Refusal { get; init; }
}
