from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "rafeeq.knowledge"
    label = "knowledge"
