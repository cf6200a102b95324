# pip install notifications-python-client
from notifications_python_client.notifications import NotificationsAPIClient

client = NotificationsAPIClient(api_key, base_url="@@BASE@@")
sent = client.send_sms_notification(
    phone_number="0699000001",
    template_id="f33517ff-2a88-4f6e-b855-c550268ce08a",
    personalisation={"naam": "Ans"},
    reference="zaak-12",
)
print(sent["id"])
